import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { bringPage } from '#src/page/write/page-folder.js';
import { scratch } from '../../support/scratch.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(scratch(), 'page');
});
const at = (name: string) => path.join(folder, name);
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
const listed = (): Record<string, number | null> =>
  JSON.parse(readFileSync(at('data/files.json'), 'utf8')).files;
const bring = (names: readonly string[], index = names.join()) =>
  bringPage(folder, {
    content: names.map((name) => ({ path: name, content: name })),
    named: () => [{ path: 'data/index.js', content: index }],
  });

test('data that is no longer named stays for ten minutes, pictures go at once', () => {
  bring(['data/a.js', 'pictures/p.png']);
  bring(['data/b.js']);
  expect(files()).toEqual(['data/a.js', 'data/b.js', 'data/files.json', 'data/index.js']);
  expect(existsSync(at('pictures'))).toBe(false);
  expect(listed()['data/a.js']).toBeGreaterThan(Date.now() - 60_000);
  expect(listed()['data/b.js']).toBeNull();
  // It is named again, and dropped again, long ago.
  bring(['data/a.js']);
  expect(listed()['data/a.js']).toBeNull();
  bring(['data/b.js']);
  const old = { ...listed(), 'data/a.js': Date.now() - 601_000 };
  writeFileSync(at('data/files.json'), JSON.stringify({ files: old }));
  bring(['data/b.js']);
  expect(files()).toEqual(['data/b.js', 'data/files.json', 'data/index.js']);
  expect(listed()).toEqual({ 'data/b.js': null, 'data/index.js': null });
});

test('files of the user stay; those of a page of an earlier version go in time', () => {
  mkdirSync(at('data'), { recursive: true });
  writeFileSync(at('data/1-set.js'), 'old');
  bring(['data/a.js']);
  expect(listed()['data/1-set.js']).toBeGreaterThan(0);
  writeFileSync(at('CNAME'), 'mine');
  bring([]);
  expect(files()).toContain('CNAME');
  expect(listed()).not.toHaveProperty('CNAME');
});

test('what fails leaves the page of before, and nothing new', () => {
  bring(['data/a.js']);
  const before = files();
  const broken = function* () {
    yield { path: 'data/b.js', content: 'b' };
    yield { path: 'pictures/deep/p.png', content: 'p' };
    throw new Error('made to fail');
  };
  const parts = { content: broken(), named: () => [] };
  expect(() => bringPage(folder, parts)).toThrow('made to fail');
  expect(files()).toEqual(before);
  expect(readFileSync(at('data/index.js'), 'utf8')).toBe('data/a.js');
});

test('a list that was tampered with removes nothing outside the folder', () => {
  const outside = path.join(path.dirname(folder), 'precious');
  writeFileSync(outside, 'mine');
  bring([]);
  writeFileSync(
    at('data/files.json'),
    JSON.stringify({ files: { '../precious': 1, 'data/../../precious': 1 } }),
  );
  bring([]);
  expect(existsSync(outside)).toBe(true);
});

test('a file that is cut short is written again', () => {
  bring(['data/a.js']);
  writeFileSync(at('data/a.js'), 'da');
  bring(['data/a.js']);
  expect(readFileSync(at('data/a.js'), 'utf8')).toBe('data/a.js');
});
