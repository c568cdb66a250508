import { expect, test } from 'vitest';
import { rdColumns } from '#src/formats/rd-columns.js';
import { rdOf } from '../support/records.ts';

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
