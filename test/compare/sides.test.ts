import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { parseSide, readSide } from '#src/compare/sides.js';
import { saveMetricFacts } from '#src/results/stored-metrics.js';
import { facts, metricOf } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

function results(): string {
  const folder = scratch();
  const store = (file: string, records: readonly unknown[]): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const lines = records.map((record) => `${JSON.stringify(record)}\n`);
    writeFileSync(path.join(folder, file), lines.join(''));
  };
  const engine = { name: 'libwebp', version: '2', runtime: 'native' as const };
  store('rd/set/webp.jsonl', [
    rdOf({ spec: 'webp', image: 'a' }),
    { ...rdOf({ spec: 'webp', image: 'b', engine }), key: 'b'.repeat(64) },
  ]);
  const timing = timingOf({ spec: 'webp', image: 'a', encode: [1], dataset: 'other' });
  store('timing/bench/other/webp.jsonl', [timing]);
  return folder;
}

const options = { facts, datasets: undefined, warn: () => {} };

test('a folder with a version, unless there is a folder of that name', () => {
  const folder = scratch();
  mkdirSync(path.join(folder, 'a@1'));
  expect(parseSide('results@1.6.0')).toEqual({ results: 'results', version: '1.6.0' });
  expect(parseSide('results')).toEqual({ results: 'results', version: null });
  expect(parseSide(path.join(folder, 'a@1')).version).toBeNull();
});

test('the records of one version, or of one data set', async () => {
  const folder = results();
  const whole = await readSide({ results: folder, version: null }, options);
  expect([whole.rd.length, whole.timing.length, whole.name]).toEqual([2, 1, folder]);
  const one = await readSide({ results: folder, version: '2' }, options);
  expect([one.rd.map(({ image }) => image), one.timing.length]).toEqual([['b'], 0]);
  expect(one.name).toBe(`${folder}@2`);
  const other = await readSide(
    { results: folder, version: null },
    { ...options, datasets: ['other'] },
  );
  expect([other.rd.length, other.timing.length]).toEqual([0, 1]);
});

test('facts of metrics that the folder holds stand beside the program’s, which count', async () => {
  const folder = results();
  saveMetricFacts(folder, { ...metricOf('psnr'), id: 'own', decimals: 7 });
  saveMetricFacts(folder, { ...metricOf('psnr'), decimals: 7 });
  const { facts: known } = await readSide({ results: folder, version: null }, options);
  expect([known.get('own')!.decimals, known.get('psnr')!.decimals]).toEqual([7, 2]);
});

test('a folder without such records is refused, with those that it has', async () => {
  const folder = results();
  const read = (version: string | null, dataset?: string) =>
    readSide(
      { results: folder, version },
      { ...options, datasets: dataset === undefined ? undefined : [dataset] },
    );
  await expect(read('9')).rejects.toThrow(UsageError);
  await expect(read('9')).rejects.toThrow(/of engine version 9; known: .*libwebp 2/);
  await expect(read(null, 'nowhere')).rejects.toThrow(
    /unknown data set 'nowhere' in .*; known: other, set/,
  );
  await expect(readSide({ results: scratch(), version: null }, options)).rejects.toThrow(
    /no records/,
  );
});

test('a version that the data set lacks is refused with those that it has there', async () => {
  const folder = results();
  const read = (version: string, dataset?: string) =>
    readSide(
      { results: folder, version },
      { ...options, datasets: dataset === undefined ? undefined : [dataset] },
    );
  await expect(read('9', 'other')).rejects.toThrow(
    new UsageError(`${folder} holds no records of engine version 9 on other; known: libwebp 1.0`),
  );
  await expect(read('2', 'other')).rejects.toThrow(/on other; known: libwebp 1\.0$/);
  await expect(read('9')).rejects.toThrow(/of engine version 9; known: libwebp 1\.0, libwebp 2$/);
});

test('a name that begins with @ is a folder', () => {
  expect(parseSide('@scope')).toEqual({ results: '@scope', version: null });
  expect(parseSide('a@b@1')).toEqual({ results: 'a@b', version: '1' });
});
