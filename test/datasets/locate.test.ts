import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { downloadFolder, findFiles } from '#src/datasets/locate.js';
import { temporaryFolder } from '../support/folders.ts';

afterEach(() => vi.unstubAllEnvs());

test('named folders come first, then the project, then the cache', async () => {
  const files = ['one/set/a.png', 'two/a.png', 'project/set/a.png', 'cache/datasets/set/a.png'];
  const root = await temporaryFolder(Object.fromEntries(files.map((file) => [file, ''])));
  vi.stubEnv('PARETO_CACHE', path.join(root, 'cache'));
  const project = path.join(root, 'project');
  const found = async () =>
    (await findFiles(project, 'set', 'a.png')).map((file) => path.relative(root, file));
  vi.stubEnv('PARETO_DATA', ['one', 'two'].map((name) => path.join(root, name)).join(':'));
  expect(await found()).toEqual(files);
  vi.stubEnv('PARETO_DATA', '');
  expect(await found()).toEqual(files.slice(2));
  expect(downloadFolder('set')).toBe(path.join(root, 'cache', 'datasets', 'set'));
});

test('a folder of the name is no file', async () => {
  const root = await temporaryFolder({ 'set/a.png/b': '' });
  vi.stubEnv('PARETO_CACHE', path.join(root, 'cache'));
  vi.stubEnv('PARETO_DATA', '');
  expect(await findFiles(root, 'set', 'a.png')).toEqual([]);
});
