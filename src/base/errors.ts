import { closest, distance } from 'fastest-levenshtein';

/** A mistake in what was asked for (command line, settings, files named). Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Work that was rightly asked for and failed. Exit status 1, told in one line. */
export class WorkError extends Error {
  override readonly name: string = 'WorkError';
}

/** A figure that does not exist for its subject, such as one too small: trying again is no use. */
export class UndefinedError extends WorkError {}

/** The message of anything that was thrown, in one line. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replaceAll(/\s*\n\s*/g, '; ').trim() || 'no message';
}

/** `unknown codec 'jxll'; did you mean jxl? known: avif, jpeg, …` */
export function unknownName(kind: string, name: string, known: readonly string[]): UsageError {
  const near = known.length > 0 ? closest(name, [...known]) : '';
  const close = near !== '' && distance(name, near) <= Math.max(2, Math.floor(name.length / 3));
  const hint = close ? `; did you mean ${near}?` : ';';
  return new UsageError(`unknown ${kind} '${name}'${hint} known: ${known.join(', ') || 'none'}`);
}
