import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, isEmptyFolder, pathBefore, realPath } from '#src/base/files-below.js';
import { scratch } from '../support/scratch.ts';

test('a tree is walked in order; hidden files, a folder and, where asked, links are left out', () => {
  const root = scratch();
  for (const folder of ['b', 'out', '.hidden']) mkdirSync(path.join(root, folder));
  for (const file of ['b/2', 'b/1', 'a', 'out/x', '.h', '.hidden/y']) {
    writeFileSync(path.join(root, file), '');
  }
  symlinkSync(path.join(root, 'a'), path.join(root, 'link'));
  symlinkSync(path.join(root, 'b'), path.join(root, 'tree'));
  symlinkSync(path.join(root, 'nowhere'), path.join(root, 'broken'));
  symlinkSync(path.join(root, 'out'), path.join(root, 'c'));
  const leftOut = realPath(path.join(root, 'c'));
  expect(filesBelow(root, { leftOut, links: false })).toEqual(['a', 'b/1', 'b/2']);
  expect(filesBelow(root, { leftOut, links: true })).toEqual(['a', 'b/1', 'b/2', 'link']);
  expect(filesBelow(root, { leftOut: null, links: false })).toContain('out/x');
  expect(realPath(path.join(root, 'nowhere'))).toBe(path.join(root, 'nowhere'));
});

test('a path below a folder stands behind what path.join puts before it', () => {
  for (const folder of ['', '.', './a', 'a/', '/', '/a//b', '../c']) {
    expect(pathBefore(folder) + path.join('d', 'e')).toBe(path.join(folder, 'd', 'e'));
  }
});

test('a folder of nothing is empty, and so is one that is not there', () => {
  const folder = scratch();
  expect(isEmptyFolder(path.join(folder, 'none'))).toBe(true);
  mkdirSync(path.join(folder, 'sub'));
  expect(isEmptyFolder(path.join(folder, 'sub'))).toBe(true);
  expect(isEmptyFolder(folder)).toBe(false);
  writeFileSync(path.join(folder, 'sub', '.hidden'), '');
  expect(isEmptyFolder(path.join(folder, 'sub'))).toBe(false);
  expect(isEmptyFolder(path.join(folder, 'sub', '.hidden'))).toBe(false);
});
