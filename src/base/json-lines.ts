import { closeSync, fstatSync, readSync } from 'node:fs';
import { messageOf, WorkError } from './errors.js';
import { fileBounds, openRegularSync } from './read-bounded.js';

const chunkBytes = 1 << 22;
const newline = 0x0a;

/** One line of a JSON lines file, parsed as far as it parses. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** undefined where the line is no JSON. */
  readonly json: unknown;
  /** Whether it has more bytes than a line may: it was not read. */
  readonly tooLong: boolean;
}

/**
 * Reads a JSON lines file from start to end in constant memory, and calls `visit` for every line
 * that is not empty. A last line without a newline is visited as well. A missing file has no lines.
 * @throws WorkError naming a file that cannot be read
 */
export function readLines(file: string, visit: (line: Line) => void): void {
  readRawLines(file, (bytes, number) => visit(parseLine(bytes, number)));
}

/**
 * The same, with the bytes of each line, which are valid until `visit` returns.
 * @param visit is given null for a line that has more bytes than `fileBounds.line`
 */
export function readRawLines(
  file: string,
  visit: (bytes: Buffer | null, number: number) => void,
): void {
  const handle = openRegularSync(file);
  if (handle === null) return;
  let number = 0;
  const take = (bytes: Buffer): void => {
    number += 1;
    if (tooLong || bytes.length > fileBounds.line) visit(null, number);
    else if (bytes.length > 0) visit(bytes, number);
    tooLong = false;
  };
  let buffer = Buffer.alloc(chunkBytes);
  /** Bytes at its beginning, of a line that has not ended yet. */
  let rest = 0;
  /** Whether bytes of that line were thrown away, since there are too many. */
  let tooLong = false;
  try {
    for (;;) {
      const count = read(handle, buffer.subarray(rest), file);
      if (count === 0) break;
      const end = rest + count;
      let start = 0;
      for (;;) {
        const stop = buffer.indexOf(newline, start);
        if (stop < 0 || stop >= end) break;
        take(buffer.subarray(start, stop));
        start = stop + 1;
      }
      buffer.copyWithin(0, start, end);
      rest = end - start;
      if (tooLong || rest > fileBounds.line) {
        tooLong = true;
        rest = 0;
      }
      // A line as long as the buffer: one that has room for its end.
      if (rest === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(rest)]);
    }
    if (rest > 0 || tooLong) take(buffer.subarray(0, rest));
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads the whole lines of a JSON lines file from a byte on, the beginning of a line. Lines that are no
 * JSON or too long are passed over, and so is a last one that is being written.
 * A file that has become shorter is read from its beginning.
 * @returns the first byte behind the lines that were read
 */
export function readFromSync(file: string, from: number, visit: (json: unknown) => void): number {
  const handle = openRegularSync(file);
  if (handle === null) return 0;
  try {
    const { size } = fstatSync(handle);
    if (size < from) return readFromSync(file, 0, visit);
    // Another program may have appended more than is worth having in memory at once.
    const bytes = Buffer.alloc(Math.min(size - from, fileBounds.line));
    const count = readSync(handle, bytes, 0, bytes.length, from);
    const end = bytes.subarray(0, count).lastIndexOf(newline) + 1;
    for (const line of bytes.toString('utf8', 0, end).split('\n')) {
      const { json } = parseLine(Buffer.from(line), 0);
      if (json !== undefined) visit(json);
    }
    if (end === 0 && count === fileBounds.line) return size;
    return from + end;
  } finally {
    closeSync(handle);
  }
}

function read(handle: number, chunk: Buffer, file: string): number {
  try {
    return readSync(handle, chunk, 0, chunk.length, null);
  } catch (error) {
    throw new WorkError(`cannot read ${file} (${messageOf(error)}); move it away`, {
      code: 'cannot-read',
      data: { file },
    });
  }
}

/** A line as read by `readRawLines`; one that is too long, or no JSON, has no value. */
export function parseLine(bytes: Buffer | null, number: number): Line {
  if (bytes === null) return { number, json: undefined, tooLong: true };
  try {
    return { number, json: JSON.parse(bytes.toString('utf8')), tooLong: false };
  } catch {
    return { number, json: undefined, tooLong: false };
  }
}
