import { closeSync, openSync, readSync } from 'node:fs';
import { messageOf, WorkError } from '../errors.js';

const chunkBytes = 1 << 22;
const newline = 0x0a;

/** One line of a JSON lines file, parsed as far as it parses. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** undefined where the line is no JSON. */
  readonly json: unknown;
}

/**
 * Reads a JSON lines file from start to end in constant memory, and calls `visit` for every line
 * that is not empty. A last line without a newline is visited as well. A missing file has no lines.
 */
export function readLines(file: string, visit: (line: Line) => void): void {
  readRawLines(file, (bytes, number) => visit({ number, json: parseLine(bytes) }));
}

/** The same, with the bytes of each line, which are valid until `visit` returns. */
export function readRawLines(file: string, visit: (bytes: Buffer, number: number) => void): void {
  const handle = open(file);
  if (handle === null) return;
  let number = 0;
  const take = (bytes: Buffer): void => {
    number += 1;
    if (bytes.length > 0) visit(bytes, number);
  };
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest = Buffer.alloc(0);
    for (;;) {
      const count = read(handle, chunk, file);
      if (count === 0) break;
      const fresh = chunk.subarray(0, count);
      const bytes = rest.length > 0 ? Buffer.concat([rest, fresh]) : fresh;
      let start = 0;
      for (;;) {
        const end = bytes.indexOf(newline, start);
        if (end < 0) break;
        take(bytes.subarray(start, end));
        start = end + 1;
      }
      rest = Buffer.from(bytes.subarray(start));
    }
    if (rest.length > 0) take(rest);
  } finally {
    closeSync(handle);
  }
}

function open(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function read(handle: number, chunk: Buffer, file: string): number {
  try {
    return readSync(handle, chunk, 0, chunk.length, null);
  } catch (error) {
    throw new WorkError(`cannot read ${file} (${messageOf(error)}); move it away`);
  }
}

/** The value of a line; undefined where it is no JSON. */
export function parseLine(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
