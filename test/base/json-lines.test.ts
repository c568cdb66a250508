import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLines, readRawLines } from '#src/base/json-lines.js';
import { fileBounds } from '#src/base/read-bounded.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jsonl-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function rawLines(text: string): [number: number, line: string][] {
  const file = path.join(folder, 'lines.jsonl');
  writeFileSync(file, text);
  const lines: [number, string][] = [];
  readRawLines(file, (bytes, number) => lines.push([number, bytes?.toString() ?? 'too long']));
  return lines;
}

test('lines are read across pieces of the file, also one longer than a piece', () => {
  const sizes = [10, 4_000_000, 300_000, 0, 13_000_000, 5, 4_194_304, 4_194_303, 7];
  const lines = sizes.map((size, i) => String.fromCharCode(97 + i).repeat(size));
  const expected = lines.flatMap((line, i) => (line === '' ? [] : [[i + 1, line]]));
  expect(rawLines(`${lines.join('\n')}\n`)).toEqual(expected);
  expect(rawLines(lines.join('\n'))).toEqual(expected);
  expect(rawLines('a\nb')).toEqual([
    [1, 'a'],
    [2, 'b'],
  ]);
});

test('a line of an earlier piece is no part of a later, shorter one', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `${i} ${'x'.repeat(i % 211)}`);
  expect(rawLines(lines.join('\n'))).toEqual(lines.map((line, i) => [i + 1, line]));
});

test('what is no JSON is undefined, and a missing file has no lines', () => {
  writeFileSync(path.join(folder, 'a.jsonl'), '{"a":1}\n{"a":\n\n"é"');
  const lines: unknown[] = [];
  readLines(path.join(folder, 'a.jsonl'), (line) => lines.push(line));
  expect(lines).toEqual([
    { number: 1, json: { a: 1 }, tooLong: false },
    { number: 2, json: undefined, tooLong: false },
    { number: 4, json: 'é', tooLong: false },
  ]);
  readLines(path.join(folder, 'none.jsonl'), () => {
    throw new Error('there is no line');
  });
});

test('a line without end is passed over in constant memory, and the next ones are read', () => {
  const file = path.join(folder, 'long.jsonl');
  const long = fileBounds.line + 2 ** 23;
  const sizes: (number | null)[] = [];
  const fill = (last: string): void => {
    writeFileSync(file, '1\n');
    for (let i = 0; i < long / 2 ** 22; i++)
      writeFileSync(file, Buffer.alloc(2 ** 22, 'x'), { flag: 'a' });
    writeFileSync(file, last, { flag: 'a' });
    sizes.length = 0;
    readRawLines(file, (bytes) => sizes.push(bytes?.length ?? null));
  };
  fill('\n22\n333');
  expect(sizes).toEqual([1, null, 2, 3]);
  fill('');
  expect(sizes).toEqual([1, null]);
  const seen: unknown[] = [];
  readLines(file, (line) => seen.push(line));
  expect(seen[1]).toEqual({ number: 2, json: undefined, tooLong: true });
});

test('a device is no file of lines', () => {
  expect(() => readLines('/dev/zero', () => {})).toThrow('/dev/zero is no regular file');
});
