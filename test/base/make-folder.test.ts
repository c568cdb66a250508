import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '#src/base/make-folder.js';
import { scratch } from '../support/scratch.ts';

test('makes what is not there, and tells it from the top', () => {
  const folder = scratch();
  const at = (name: string) => path.join(folder, name);
  expect(makeFolder(at('a/b/c'))).toEqual([at('a'), at('a/b'), at('a/b/c')]);
  expect(statSync(at('a/b/c')).isDirectory()).toBe(true);
  expect(makeFolder(at('a/b/c'))).toEqual([]);
  expect(makeFolder(at('a/b/d'))).toEqual([at('a/b/d')]);
  expect(makeFolder(path.parse(folder).root)).toEqual([]);
});

test('goes through a link to a folder, and not through a file', () => {
  const folder = scratch();
  const at = (name: string) => path.join(folder, name);
  mkdirSync(at('real'));
  symlinkSync(at('real'), at('link'));
  expect(makeFolder(at('link/below'))).toEqual([at('link/below')]);
  expect(existsSync(at('real/below'))).toBe(true);
  writeFileSync(at('file'), '');
  expect(() => makeFolder(at('file'))).toThrow(/EEXIST/);
  expect(() => makeFolder(at('file/below'))).toThrow(/ENOTDIR/);
});

test.runIf(process.platform === 'linux')('ends where nothing can be made', () => {
  expect(() => makeFolder('/proc/not-there')).toThrow(/ENOENT/);
  expect(() => makeFolder('/proc/not-there/below')).toThrow(/ENOENT/);
});
