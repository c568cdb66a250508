import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { followRecords } from '#src/results/appended.js';
import { rdFile } from '#src/results/layout.js';
import { rdRecordWith } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => rdRecordWith({ key: letter.repeat(64) }));

test('records that are appended later are found, the last of a key', async () => {
  const results = scratch();
  const file = rdFile(results, 'kodak', 'webp');
  await appendLines(file, [a]);
  const followed = followRecords(results, 'kodak', ['webp', 'jxl'], (key) => key !== c!.key);
  expect(followed.find('webp', a!.key)).toBeUndefined();
  await appendLines(file, [{ ...b, bytes: 1 }, c, { ...b, bytes: 2 }]);
  expect(followed.find('webp', c!.key)).toBeUndefined();
  expect(followed.find('webp', b!.key)).toEqual({ ...b, bytes: 2 });
  expect(followed.find('png', b!.key)).toBeUndefined();
  // A file that was not there when it began.
  await appendLines(rdFile(results, 'kodak', 'jxl'), [a]);
  expect(followed.find('jxl', a!.key)).toEqual(a);
});

test('a line that is being written is read when it is whole; what is none is passed over', async () => {
  const results = scratch();
  const file = rdFile(results, 'kodak', 'webp');
  await appendLines(file, [a]);
  const followed = followRecords(results, 'kodak', ['webp'], () => true);
  const line = `${JSON.stringify(b)}\n`;
  appendFileSync(file, line.slice(0, 40));
  expect(followed.find('webp', b!.key)).toBeUndefined();
  appendFileSync(file, line.slice(40));
  appendFileSync(file, `no JSON\nnull\n{"key":"${c!.key}"}\n\n`);
  expect(followed.find('webp', b!.key)).toEqual(b);
  expect(followed.find('webp', c!.key)).toBeUndefined();
  // A torn line that was cut off, and a file that was taken away.
  truncateSync(file, readFileSync(file).length - 3);
  expect(followed.find('webp', c!.key)).toBeUndefined();
  await appendLines(file, [c]);
  expect(followed.find('webp', c!.key)).toEqual(c);
  rmSync(file);
  expect(followed.find('webp', 'd'.repeat(64))).toBeUndefined();
  writeFileSync(file, `${JSON.stringify(a)}\n`);
  expect(followed.find('webp', a!.key)).toEqual(a);
});
