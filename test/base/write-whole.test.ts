import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '#src/base/write-whole.js';
import { scratch } from '../support/scratch.ts';

test('files are written with their folders, and what was there is replaced', () => {
  const folder = scratch();
  const file = path.join(folder, 'deep', 'a.txt');
  writeWhole([{ file, pieces: ['one', new Uint8Array([32, 50])] }]);
  writeWhole([{ file, pieces: ['two'] }]);
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(path.dirname(file))).toEqual(['a.txt']);
});

test('where one file cannot be written all stay as they were', () => {
  const folder = scratch();
  const [first, second] = [path.join(folder, 'a'), path.join(folder, 'b')];
  writeFileSync(first, 'before');
  mkdirSync(path.join(second, 'c'), { recursive: true });
  const files = [
    { file: first, pieces: ['after'] },
    { file: path.join(first, 'below-a-file'), pieces: ['x'] },
  ];
  expect(() => writeWhole(files)).toThrow(
    /^cannot write .*below-a-file: a file stands .*name another place/,
  );
  expect(readFileSync(first, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['a', 'b']);
  // The folder is met when the first file takes its name; the last one stays unwritten.
  const third = path.join(folder, 'c');
  const late = [second, third].map((file) => ({ file, pieces: ['x'] }));
  expect(() => writeWhole(late)).toThrow(/^cannot write .*\/b: it is a folder; name a file$/);
  expect(() => writeWhole([{ file: second, pieces: ['x'] }])).toThrow(
    /^cannot write .*\/b: it is a folder; name a file$/,
  );
  expect(readdirSync(folder)).toEqual(['a', 'b']);
});

// By links of our own: a program that renames onto them replaces the link, and not the device.
test.runIf(existsSync('/dev/full'))('a full disk is told, and a device stays one', () => {
  const folder = scratch();
  const [full, none] = [path.join(folder, 'full'), path.join(folder, 'none')];
  symlinkSync('/dev/full', full);
  symlinkSync('/dev/null', none);
  expect(() => writeWhole([{ file: full, pieces: ['x'.repeat(10_000)] }])).toThrow(
    /^cannot write .*full: the disk is full; free space/,
  );
  writeWhole([{ file: none, pieces: ['x'] }]);
  expect(readlinkSync(none)).toBe('/dev/null');
  expect(readdirSync(folder)).toEqual(['full', 'none']);
});

test('an error of the content itself is passed on, and nothing is left', () => {
  const folder = scratch();
  function* broken(): Generator<string> {
    yield 'x';
    throw new Error('made to fail');
  }
  expect(() => writeWhole([{ file: path.join(folder, 'a'), pieces: broken() }])).toThrow(
    'made to fail',
  );
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that this user may not write to is told',
  () => {
    const folder = path.join(scratch(), 'shut');
    mkdirSync(folder, { mode: 0o555 });
    expect(() => writeWhole([{ file: path.join(folder, 'a'), pieces: ['x'] }])).toThrow(
      /^cannot write .*shut.a: it may not be written to by this user; name another place or change/,
    );
  },
);
