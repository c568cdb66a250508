import path from 'node:path';
import { expect, test } from 'vitest';
import { exportCurves, exportTable } from '#src/formats/export.js';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf, timingOf } from '../support/records.ts';

const lines = (records: readonly object[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

const qualities = [20, 50, 80].map((quality, i) =>
  rdOf({
    ...{ spec: `webp:quality=${quality}`, image: 'a', settings: { quality }, knob: 'quality' },
    metrics: { psnr: 30 + i },
    bpp: 1 + i,
  }),
);
const timesOn = (testbed: string) =>
  qualities.map(({ spec, image, settings, knob }) =>
    timingOf({ spec, image, settings, knob, testbed, encode: [0.1], dataset: 'set' }),
  );

async function sourceOf(dataset?: string, timing: readonly object[] = timesOn('bench')) {
  const warnings: string[] = [];
  const results = await temporaryFolder({
    'rd/set/webp.jsonl': lines(qualities),
    'rd/other/webp.jsonl': lines([rdOf({ spec: 'webp', image: 'b', dataset: 'other' })]),
    'timing/bench/webp.jsonl': lines(timing),
  });
  const datasets = dataset === undefined ? undefined : [dataset];
  return { results, datasets, warn: (message: string) => warnings.push(message), warnings };
}

test('a table has a row for each record, of all data sets or of one', async () => {
  const all = await exportTable('csv', 'rd', await sourceOf());
  expect(all.rows).toBe(4);
  expect([...all.pieces].join('').trimEnd().split('\n')).toHaveLength(1 + 4);
  expect((await exportTable('csv', 'rd', await sourceOf('other'))).rows).toBe(1);
  const both = { ...(await sourceOf()), datasets: ['set', 'other'] };
  expect((await exportTable('csv', 'rd', both)).rows).toBe(4);
  expect((await exportTable('csv', 'timing', await sourceOf('set'))).rows).toBe(3);
});

test('a data set that there is not is told, with those that there are', async () => {
  await expect(exportTable('csv', 'rd', await sourceOf('ste'))).rejects.toThrow(
    /unknown data set 'ste'.*other, set/,
  );
});

test('a table without records is written, with a warning', async () => {
  const source = await sourceOf(undefined, []);
  const { rows, pieces } = await exportTable('csv', 'timing', source);
  expect(rows).toBe(0);
  expect([...pieces].join('')).toMatch(/^[^\n]+\n$/);
  expect(source.warnings).toEqual([
    `${source.results} holds no records of kind timing: the table is empty`,
  ]);
});

test('a folder without any records is no folder of results', async () => {
  const results = await temporaryFolder();
  const source = { ...(await sourceOf()), results };
  await expect(exportTable('csv', 'timing', source)).rejects.toMatchObject({ code: 'no-results' });
  await expect(
    exportCurves('compressai', { ...source, to: 'out', testbed: undefined }),
  ).rejects.toMatchObject({ code: 'no-results', data: { folder: results } });
});

test('curves are files below a folder of their data set', async () => {
  const source = await sourceOf('set');
  const { files } = await exportCurves('compressai', { ...source, to: 'out', testbed: undefined });
  expect(files.map(({ file }) => path.dirname(file))).toEqual([path.join('out', 'set')]);
  const { results } = JSON.parse([...files[0]!.pieces].join('')) as {
    results: Record<string, number[]>;
  };
  expect(results['bpp']).toEqual([1, 2, 3]);
  expect(results['psnr-rgb']).toEqual([30, 31, 32]);
  expect(results['encoding_time']).toEqual([0.1, 0.1, 0.1]);
});

test('of several testbeds one is to be named', async () => {
  const timing = [
    ...timesOn('bench'),
    ...timesOn('old').map((each) => ({ ...each, key: `${each.key.slice(1)}0` })),
  ];
  const source = await sourceOf('set', timing);
  const curves = (testbed?: string) =>
    exportCurves('compressai', { ...source, to: 'out', testbed });
  const none = await curves();
  expect(source.warnings).toEqual(['no times are written: name one of the testbeds bench, old']);
  expect([...none.files[0]!.pieces].join('')).not.toContain('encoding_time');
  const [named] = (await curves('old')).files;
  expect([...named!.pieces].join('')).toContain('encoding_time');
  await expect(curves('new')).rejects.toThrow("unknown testbed 'new'");
});
