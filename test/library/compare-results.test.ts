import { expect, test } from 'vitest';
import { compareResults } from '#src/library/compare-results.js';
import type { FilesRead } from '#src/results/read-records.js';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf } from '../support/records.ts';

const folderOf = (psnr: number, version = '1.0') =>
  temporaryFolder({
    'rd/set/webp.jsonl': ['a', 'b']
      .map((image) =>
        JSON.stringify(
          rdOf({
            ...{ spec: 'webp', image, bpp: 1, metrics: { psnr }, settings: { exact: false } },
            engine: { name: 'libwebp', version, runtime: 'wasm' },
          }),
        ),
      )
      .map((line) => `${line}\n`)
      .join(''),
  });

test('two folders are compared as the command does', async () => {
  const report = await compareResults(await folderOf(30), await folderOf(31, '2.0'));
  expect(report.subjects).toMatchObject([{ spec: 'webp', dataset: 'set', pairs: 2 }]);
  expect(report.engines).toEqual([{ codec: 'webp', a: 'libwebp 1.0', b: 'libwebp 2.0' }]);
  expect(report.changes.map(({ kind }) => kind)).toContain('metric');
});

test('a side may be one version of a folder, told as text or as a value', async () => {
  const folder = await folderOf(30);
  const text = await compareResults(`${folder}@1.0`, folder);
  const value = await compareResults({ results: folder, version: '1.0' }, folder);
  expect(text.a.name).toBe(`${folder}@1.0`);
  expect(value).toEqual(text);
});

test('a name that no record has is refused', async () => {
  const folder = await folderOf(30);
  await expect(compareResults(folder, folder, { metrics: ['psnt'] })).rejects.toThrow(
    "unknown metric 'psnt'; did you mean psnr?",
  );
  await expect(compareResults(folder, folder, { ignore: ['exakt'] })).rejects.toThrow(
    "unknown setting 'exakt'",
  );
  await expect(compareResults(folder, folder, { datasets: ['kodak'] })).rejects.toThrow(
    /unknown data set 'kodak' in .*; known: set/,
  );
  await expect(compareResults(folder, await temporaryFolder())).rejects.toMatchObject({
    code: 'no-results',
  });
});

test('the files of both sides are told, and a signal ends it between two of them', async () => {
  const [a, b] = [await folderOf(30), await folderOf(31)];
  const told: FilesRead[] = [];
  await compareResults(a, b, { onProgress: (read) => told.push(read) });
  expect(told).toEqual([
    { done: 1, total: 2 },
    { done: 2, total: 2 },
  ]);
  const abort = new AbortController();
  const reason = new Error('enough');
  const onProgress = (): void => abort.abort(reason);
  await expect(compareResults(a, b, { signal: abort.signal, onProgress })).rejects.toBe(reason);
});

test('options that are none are told by their names', async () => {
  const folder = await folderOf(30);
  await expect(compareResults(folder, undefined as never)).rejects.toThrow(
    'after takes a folder of results, or { results, version }, got undefined',
  );
  const wrong = { metrics: 'psnr' } as never;
  await expect(compareResults(folder, folder, wrong)).rejects.toThrow(
    "metrics takes an array of metrics, got 'psnr'",
  );
});
