import { expect, test } from 'vitest';
import { growColumns } from '#src/leaderboard/rd-table-row.js';
import { failedRdOf, rdOf } from '../support/records.ts';

const record = (bytes: number, changes = {}) =>
  rdOf({ spec: 'webp', image: 'a', bytes, bpp: bytes / 100, ...changes });
const failed = failedRdOf({ spec: 'webp', image: 'a' });

test('cells stand by the ranks of their images, whatever the order of the records', () => {
  const columns = growColumns();
  columns.add(0, record(300, { at: '2026-01-02T00:00:00Z', alpha: 'kept' }));
  columns.add(1, record(100, { exact: true, sourceBytes: 900 }));
  columns.add(2, record(200, { width: 10, height: 7, alpha: 'lost', damage: 'no end' }));
  const row = columns.finish(Int32Array.of(5, 0, 3));
  expect([...row.images]).toEqual([0, 3, 5]);
  expect([...row.bytes]).toEqual([100, 200, 300]);
  expect([...row.bpp]).toEqual([1, 2, 3]);
  expect([...row.pixels]).toEqual([5000, 70, 5000]);
  expect([...row.sourceBytes]).toEqual([900, Number.NaN, Number.NaN]);
  expect(row.at[2]! - row.at[0]!).toBe(24 * 3600 * 1000);
  expect([[...row.exact], [...row.alpha], [...row.damaged]]).toEqual([
    [1, 0, 0],
    [0, 3, 1],
    [0, 1, 0],
  ]);
  expect([row.failed, row.learned]).toEqual([0, null]);
});

test('of one image the last record counts, good or failed', () => {
  const columns = growColumns();
  columns.add(0, record(100, { exact: true }));
  columns.add(1, failed);
  columns.add(0, failed);
  columns.add(1, record(200));
  const row = columns.finish(Int32Array.of(0, 1));
  expect([...row.images]).toEqual([1]);
  expect([...row.bytes]).toEqual([200]);
  expect([[...row.exact], row.failed]).toEqual([[0], 1]);
});

test('metrics of a failed image take no place', () => {
  const columns = growColumns();
  columns.add(0, failed);
  columns.add(1, record(100, { metrics: { psnr: 31 } }));
  columns.add(2, record(100, { metrics: { ssim: 0.5 } }));
  const { metrics } = columns.finish(Int32Array.of(0, 2, 1));
  expect([...metrics.get('psnr')!.values]).toEqual([Number.NaN, 31]);
  expect([...metrics.get('ssim')!.values]).toEqual([0.5, Number.NaN]);
});
