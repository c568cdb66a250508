import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { exportResults } from '#src/library/export-results.js';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

let results: string;
let to: string;
beforeEach(async () => {
  to = path.join(scratch(), 'table.csv');
  const lines = [20, 50, 80].map((quality, i) =>
    rdOf({
      ...{ spec: `webp:quality=${quality}`, image: 'a', settings: { quality }, knob: 'quality' },
      ...{ metrics: { psnr: 30 + i }, bpp: 1 + i },
    }),
  );
  results = await temporaryFolder({
    'rd/set/webp.jsonl': lines.map((each) => `${JSON.stringify(each)}\n`).join(''),
  });
});

test('a table by the ending of its file', async () => {
  const made = await exportResults(results, { to });
  expect(made).toEqual({ format: 'csv', files: [to], rows: 3 });
  expect(readFileSync(to, 'utf8').trimEnd().split('\n')).toHaveLength(4);
});

test('curves are files of a folder', async () => {
  const folder = path.join(path.dirname(to), 'curves');
  const { files, rows } = await exportResults(results, { to: folder, format: 'compressai' });
  expect(rows).toBeNull();
  expect(files).toEqual([path.join(folder, 'set', 'webp.json')]);
  expect(files.every((file) => existsSync(file))).toBe(true);
});

test('what makes no sense is refused, and nothing is written', async () => {
  const wrong = (options: Partial<Parameters<typeof exportResults>[1]>) =>
    exportResults(results, { to, ...options });
  await expect(wrong({ to: `${to}x` })).rejects.toThrow(
    /^to takes a file that ends in \.csv or \.parquet, or format beside it \(csv, .*got '.*csvx'$/,
  );
  await expect(wrong({ testbed: 'x' })).rejects.toThrow('testbed is of formats of curves: comp');
  await expect(wrong({ kind: 'timing', format: 'compressai' })).rejects.toThrow(
    'kind timing is of tables: csv, parquet',
  );
  await expect(wrong({ datasets: ['kodak'] })).rejects.toThrow("unknown data set 'kodak'");
  await expect(exportResults(scratch(), { to })).rejects.toMatchObject({ code: 'no-results' });
  expect(existsSync(to)).toBe(false);
});

test('a signal ends it between two files, and nothing is written', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  const onProgress = (): void => abort.abort(reason);
  await expect(exportResults(results, { to, signal: abort.signal, onProgress })).rejects.toBe(
    reason,
  );
  expect(existsSync(to)).toBe(false);
});

test('options that are none are told by their names', async () => {
  const wrong = (options: object) => exportResults(results, options as never);
  await expect(wrong({})).rejects.toThrow('to takes the path of a file or folder, got undefined');
  await expect(wrong({ to, format: 'xls' })).rejects.toThrow(
    "format takes one of csv, parquet, compressai, codec-compare, got 'xls'",
  );
  await expect(wrong({ to, kind: 'times' })).rejects.toMatchObject({ code: 'wrong-option' });
  await expect(wrong({ to, dataset: 'set' })).rejects.toThrow('did you mean datasets?');
  await expect(exportResults(undefined as never, { to })).rejects.toThrow('results takes the path');
});
