import { closeSync, openSync, readSync } from 'node:fs';
import { messageOf, WorkError } from './errors.js';

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
    let buffer = Buffer.alloc(chunkBytes);
    /** Bytes at its beginning, of a line that has not ended yet. */
    let rest = 0;
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
      // A line as long as the buffer: one that has room for its end.
      if (rest === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(rest)]);
    }
    if (rest > 0) take(buffer.subarray(0, rest));
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
    throw new WorkError(`cannot read ${file} (${messageOf(error)}); move it away`, {
      code: 'cannot-read',
      data: { file },
    });
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
