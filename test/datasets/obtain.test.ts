import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import type { Manifest } from '#src/datasets/manifest.js';
import { obtainFiles } from '#src/datasets/obtain.js';
import { temporaryFolder } from '../support/folders.js';
import { serve } from '../support/server.js';

const quick = { backoffSeconds: 0.01, retries: 1 };
let cache = '';

beforeEach(async () => {
  cache = await temporaryFolder();
  vi.stubEnv('PARETO_CACHE', cache);
  vi.stubEnv('PARETO_DATA', '');
  return () => {
    vi.unstubAllEnvs();
  };
});

/** A data set of files whose content is their own name. */
function manifestOf(names: readonly string[], url?: string): Manifest {
  return {
    schema: 1,
    id: 'small',
    title: 'Small',
    description: 'A set for tests',
    licence: 'CC0-1.0',
    source: 'https://example.org/small',
    files: names.map((name) => ({
      name,
      file: `${name}.png`,
      sha256: hash('sha256', name),
      bytes: name.length,
      width: 1,
      height: 1,
      ...(url !== undefined && { urls: [`${url}/${name}.png`] }),
    })),
  };
}

async function serveNames() {
  return serve((_nth, request, response) => {
    response.end(request.url?.slice(1, -'.png'.length));
  });
}

test('PARETO_DATA comes before the project, the project before the cache', async () => {
  const first = await temporaryFolder({ 'a.png': 'a' });
  const second = await temporaryFolder({ 'small/a.png': 'a', 'small/b.png': 'b' });
  const project = await temporaryFolder({ 'small/b.png': 'b', 'small/c.png': 'c' });
  const kept = await temporaryFolder({
    'datasets/small/c.png': 'c',
    'datasets/small/d.png': 'd',
  });
  vi.stubEnv('PARETO_CACHE', kept);
  vi.stubEnv('PARETO_DATA', ['/no/such/folder', first, second].join(path.delimiter));
  const manifest = manifestOf(['a', 'b', 'c', 'd']);
  expect(await obtainFiles(project, manifest, manifest.files)).toEqual([
    path.join(first, 'a.png'),
    path.join(second, 'small', 'b.png'),
    path.join(project, 'small', 'c.png'),
    path.join(kept, 'datasets', 'small', 'd.png'),
  ]);
});

test('what is missing is downloaded into the cache, once', async () => {
  const { url, asked } = await serveNames();
  const project = await temporaryFolder({ 'small/one.png': 'one' });
  const manifest = manifestOf(['one', 'two', 'three'], url);
  const told: [number, number][] = [];
  const options = { onProgress: (done: number, total: number) => told.push([done, total]) };
  const paths = await obtainFiles(project, manifest, manifest.files, options);
  expect(paths[2]).toBe(path.join(cache, 'datasets', 'small', 'three.png'));
  expect(await Promise.all(paths.map((file) => readFile(file, 'utf8')))).toEqual([
    'one',
    'two',
    'three',
  ]);
  expect(asked.map((each) => each.path)).toEqual(['/two.png', '/three.png']);
  expect(told.at(-1)).toEqual([8, 8]);
  expect(await obtainFiles(project, manifest, manifest.files, options)).toEqual(paths);
  expect(asked).toHaveLength(2);
});

test('only the files asked for are downloaded', async () => {
  const { url, asked } = await serveNames();
  const manifest = manifestOf(['one', 'two', 'three'], url);
  await obtainFiles(await temporaryFolder(), manifest, manifest.files.slice(1, 2));
  expect(asked.map((each) => each.path)).toEqual(['/two.png']);
});

test('two at once download every file once', async () => {
  const { url, asked } = await serveNames();
  const manifest = manifestOf(['one', 'two', 'three'], url);
  const project = await temporaryFolder();
  const [a, b] = await Promise.all([
    obtainFiles(project, manifest, manifest.files),
    obtainFiles(project, manifest, manifest.files),
  ]);
  expect(a).toEqual(b);
  expect(asked).toHaveLength(3);
});

test('a local file that is another is an error with both sums', async () => {
  const project = await temporaryFolder({ 'small/a.png': 'not a' });
  const manifest = manifestOf(['a']);
  const failure = obtainFiles(project, manifest, manifest.files);
  await expect(failure).rejects.toThrow(WorkError);
  await expect(failure).rejects.toThrow(
    `${path.join(project, 'small', 'a.png')} is not the file of data set small: its SHA-256 is ` +
      `${hash('sha256', 'not a')}, expected ${hash('sha256', 'a')}; replace or remove it`,
  );
});

test('without network it says what is wanted, where to put it and where it comes from', async () => {
  const manifest = manifestOf(['a', 'b'], 'http://127.0.0.1:1');
  const failure = obtainFiles(await temporaryFolder(), manifest, manifest.files, quick);
  await expect(failure).rejects.toThrow(WorkError);
  const message = await failure.catch((error) => error.message);
  expect(message).toContain('data set small: a.png (and up to 1 more) is not at hand');
  expect(message).toContain('fetch failed');
  expect(message).toContain(`PARETO_DATA, or into ${path.join(cache, 'datasets', 'small')};`);
  expect(message).toContain('it comes from http://127.0.0.1:1/a.png');
});

test('a data set without URLs names its source', async () => {
  const manifest = manifestOf(['a']);
  const failure = obtainFiles(await temporaryFolder(), manifest, manifest.files);
  await expect(failure).rejects.toThrow(/no URL is known.*it comes from https:\/\/example\.org/);
});
