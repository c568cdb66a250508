import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contentFile } from '#src/results/layout.js';
import { readContents, saveContents } from '#src/results/stored-contents.js';
import { scratch } from '../support/scratch.ts';

const refuse = (message: string): never => {
  throw new Error(message);
};
const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, sha256: name.repeat(64) }));

test('classes come back by data set and image, and one that is taken away is gone', async () => {
  const results = scratch();
  const first = [{ ...b!, content: 'screen' }, { ...a!, content: 'maps' }, c!];
  await saveContents(results, 'set', first, refuse);
  const stored = readContents(results, refuse);
  expect([a, b, c].map((each) => stored('set', each!.sha256))).toEqual(['maps', 'screen', null]);
  expect(stored('other', a!.sha256)).toBeNull();
  // Of another sweep of the same data set.
  const second = [
    { ...a!, content: null },
    { ...c!, content: 'maps' },
  ];
  await saveContents(results, 'set', second, refuse);
  const later = readContents(results, refuse);
  expect([a, b, c].map((each) => later('set', each!.sha256))).toEqual([null, 'screen', 'maps']);
  expect(JSON.parse(readFileSync(contentFile(results, 'set'), 'utf8'))).toMatchObject({
    ...{ schema: 1, dataset: 'set', images: [{ name: 'b' }, { name: 'c' }] },
  });
});

test('nothing is written where nothing is known, nor where nothing is new', async () => {
  const results = scratch();
  const file = contentFile(results, 'set');
  await saveContents(results, 'set', [a!], refuse);
  expect(existsSync(file)).toBe(false);
  await saveContents(results, 'set', [{ ...a!, content: 'maps' }], refuse);
  const { ino } = statSync(file);
  await saveContents(results, 'set', [{ ...a!, content: 'maps' }], refuse);
  expect(statSync(file).ino).toBe(ino);
});

test('several at once lose nothing', async () => {
  const results = scratch();
  const save = (image: typeof a) =>
    saveContents(results, 'set', [{ ...image!, content: 'maps' }], refuse);
  await Promise.all([a, b, c].map(save));
  const stored = readContents(results, refuse);
  expect([a, b, c].map((each) => stored('set', each!.sha256))).toEqual(['maps', 'maps', 'maps']);
});

test('of several folders the last that has an image counts', async () => {
  const [before, after] = [scratch(), scratch()];
  await saveContents(before, 'set', [{ ...a!, content: 'maps' }], refuse);
  await saveContents(before, 'set', [{ ...b!, content: 'maps' }], refuse);
  await saveContents(after, 'set', [{ ...a!, content: 'screen' }], refuse);
  const stored = readContents([before, after], refuse);
  expect([a, b].map((each) => stored('set', each!.sha256))).toEqual(['screen', 'maps']);
});

test.each([
  ['no json', 'it holds no classes of images'],
  ['{"schema":2,"dataset":"set","images":[]}', 'schema: Invalid input: expected 1'],
])('%s is passed over with a warning, and stays', async (text, message) => {
  const results = scratch();
  const file = contentFile(results, 'set');
  await saveContents(results, 'set', [{ ...a!, content: 'maps' }], refuse);
  writeFileSync(file, text);
  const warnings: string[] = [];
  const warn = (each: string) => warnings.push(each);
  expect(readContents(results, warn)('set', a!.sha256)).toBeNull();
  await saveContents(results, 'set', [{ ...a!, content: 'maps' }], warn);
  expect(warnings).toEqual([expect.stringContaining(message), expect.stringContaining(message)]);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
