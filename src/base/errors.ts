import { closest, distance } from 'fastest-levenshtein';
import type { ErrorCode } from './error-codes.js';
import { printable } from './foreign-text.js';

/** What an error says to programs; its message is for people. */
export interface ErrorFacts {
  readonly code?: ErrorCode;
  /** What the message is made of: plain JSON, its fields by code. */
  readonly data?: ErrorData;
}

export type ErrorData = Readonly<Record<string, unknown>>;

// Messages name files and repeat what is in them, so they are made printable here.

/** A mistake in what was asked for (options, settings, files named). Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(message: string, { code = 'wrong-use', data = {} }: ErrorFacts = {}) {
    super(printable(message));
    this.code = code;
    this.data = data;
  }
}

/** Work that was rightly asked for and failed. Exit status 1, told in one line. */
export class WorkError extends Error {
  override readonly name: string = 'WorkError';
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(message: string, { code = 'failed-work', data = {} }: ErrorFacts = {}) {
    super(printable(message));
    this.code = code;
    this.data = data;
  }
}

/** A figure that does not exist for its subject, such as one too small: trying again is no use. */
export class UndefinedError extends WorkError {
  constructor(message: string, data: ErrorData = {}) {
    super(message, { code: 'undefined-figure', data });
  }
}

/** Whether an error is one of this program's own, with a code of `errorCodes`. */
export function isOwnError(thrown: unknown): thrown is UsageError | WorkError {
  return thrown instanceof UsageError || thrown instanceof WorkError;
}

/** Characters beyond which a message of somebody else's code is cut. */
const longest = 4000;

/** The message of anything that was thrown, in one printable line. */
export function messageOf(thrown: unknown): string {
  const whole = textOf(thrown);
  const message = whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
  return printable(message.replaceAll(/\s*\n\s*/g, '; ').trim()) || 'no message';
}

/** What is thrown may be anything, also what throws when it is asked for its message. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return '';
  }
}

/**
 * `unknown codec 'jxll'; did you mean jxl? known: avif, jpeg, …`
 * @param where of what there may be several, such as a folder: `unknown data set 'a' in results; …`
 */
export function unknownName(
  kind: string,
  name: string,
  known: readonly string[],
  where?: string,
): UsageError {
  const near = known.length > 0 ? closest(name, [...known]) : '';
  const close = near !== '' && distance(name, near) <= Math.max(2, Math.floor(name.length / 3));
  const hint = close ? `; did you mean ${near}?` : ';';
  const place = where === undefined ? '' : ` in ${where}`;
  const all = known.join(', ') || 'none';
  return new UsageError(`unknown ${kind} '${name}'${place}${hint} known: ${all}`, {
    code: 'unknown-name',
    data: { kind, name, known },
  });
}

/**
 * Makes sure that all names are known.
 * @throws UsageError for the first that is not, as `unknownName` tells it
 */
export function checkNames(
  kind: string,
  names: readonly string[],
  known: Iterable<string>,
  where?: string,
): void {
  const all = new Set(known);
  for (const name of names) {
    if (!all.has(name)) throw unknownName(kind, name, [...all].sort(), where);
  }
}

/** `limit takes a whole number from 1, got 0` */
export function wrongOption(option: string, expected: string, got: unknown): UsageError {
  const told = typeof got === 'string' ? `'${got}'` : (JSON.stringify(got) ?? String(got));
  return new UsageError(`${option} takes ${expected}, got ${told}`, {
    code: 'wrong-option',
    data: { option, expected, got },
  });
}
