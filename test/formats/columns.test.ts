import { expect, test } from 'vitest';
import { rdColumns, timingColumns } from '#src/formats/columns.js';
import { rdOf, timingOf } from '../support/records.ts';

test('three columns of each metric that a record has', () => {
  const records = [
    rdOf({ spec: 'a', image: 'a', metrics: { psnr: 30 } }),
    rdOf({
      spec: 'a',
      image: 'b',
      metrics: { psnr: null, ssim: null },
      metricErrors: { ssim: 'x' },
    }),
  ];
  const columns = rdColumns(records);
  const cells = (name: string) => {
    const { cell } = columns.find((column) => column.name === name)!;
    return records.map(cell);
  };
  expect(cells('metrics.psnr')).toEqual([30, Number.POSITIVE_INFINITY]);
  expect(cells('metrics.ssim')).toEqual([null, null]);
  expect(cells('metricErrors.ssim')).toEqual([null, 'x']);
  expect(cells('metricVersions.psnr')).toEqual(['1', '1']);
  expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
});

test('a column for each stage that a record of time has, samples in one cell', () => {
  const [a, b] = [1, 2].map((n) => timingOf({ spec: 'a', image: `${n}`, encode: [n] }));
  const records = [a!, { ...b!, encode: { ...b!.encode, stages: { entropy: [0.5] } } }];
  const columns = timingColumns(records);
  const cells = (name: string) => records.map(columns.find((column) => column.name === name)!.cell);
  expect(cells('encode.stages.entropy')).toEqual([[], [0.5]]);
  expect(cells('encode.stages.encode')).toEqual([[1], []]);
  expect(cells('peakBytes.encode')).toEqual([null, null]);
});
