import { UsageError } from '../../base/errors.js';

/** Where two folders say different things of one thing. */
export interface Conflict {
  /** What both speak of, for people. */
  readonly of: string;
  readonly field: string;
  /** The two files, and what each says. */
  readonly sides: readonly [ConflictSide, ConflictSide];
}

interface ConflictSide {
  readonly file: string;
  readonly says: unknown;
}

/** The error of folders that cannot be joined: which files, what each says, and what to do. */
export function conflictError({ of, field, sides }: Conflict): UsageError {
  const told = sides.map(({ file, says }) => `${file} says ${shortly(says)}`).join(', ');
  return new UsageError(
    `${of}: ${field} is to be the same in all folders, but ${told}; nothing was merged: leave one of the folders out, or measure it again there`,
    { code: 'conflicting-results', data: { of, field, files: sides.map(({ file }) => file) } },
  );
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
