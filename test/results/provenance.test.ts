import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readProvenance } from '#src/results/provenance.js';
import { scratch } from '../support/scratch.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' }).trim();

/** A checkout in which the program finds itself: what it is made of, and what it is built to. */
function checkout(folder: string): void {
  for (const file of ['package.json', 'dist/base/version.js', 'dist/results/provenance.js']) {
    cpSync(path.join(root, file), path.join(folder, file));
  }
  mkdirSync(path.join(folder, 'src'), { recursive: true });
  writeFileSync(path.join(folder, 'src', 'a.ts'), '');
  writeFileSync(path.join(folder, 'README.md'), '');
}

/** What the program that lies in a folder says of itself. */
const told = (folder: string): unknown => {
  const program = `import { readProvenance } from './dist/results/provenance.js';
    console.log(JSON.stringify(readProvenance()));`;
  const args = ['--input-type=module', '-e', program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }));
};

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(readProvenance().version).toBe(version);
});

test('a checkout tells its commit, and whether the sources differ from it', () => {
  const folder = scratch();
  checkout(folder);
  git(folder, 'init', '-q');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'all');
  const commit = git(folder, 'rev-parse', 'HEAD').slice(0, 12);
  expect(told(folder)).toMatchObject({ commit });
  writeFileSync(path.join(folder, 'README.md'), 'words change no figure');
  expect(told(folder)).toMatchObject({ commit });
  writeFileSync(path.join(folder, 'package-lock.json'), '{}');
  expect(told(folder)).toMatchObject({ commit: `${commit}-dirty` });
  git(folder, 'add', 'package-lock.json');
  git(folder, 'commit', '-qm', 'lock', 'package-lock.json');
  writeFileSync(path.join(folder, 'src', 'a.ts'), 'export const a = 1;');
  const next = git(folder, 'rev-parse', 'HEAD').slice(0, 12);
  expect(next).not.toBe(commit);
  expect(told(folder)).toMatchObject({ commit: `${next}-dirty` });
  git(folder, 'checkout', '-q', 'src');
  writeFileSync(path.join(folder, 'package.json'), '{ "version": "0.0.0", "type": "module" }');
  expect(told(folder)).toEqual({ version: '0.0.0', commit: `${next}-dirty` });
});

test('outside of a checkout of its own the program has no commit', () => {
  const folder = scratch();
  checkout(path.join(folder, 'node_modules', 'paretobench'));
  const inside = path.join(folder, 'node_modules', 'paretobench');
  expect(told(inside)).toMatchObject({ commit: null });
  git(folder, 'init', '-q');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'the commit of somebody else');
  expect(told(inside)).toMatchObject({ commit: null });
});
