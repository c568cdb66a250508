import { expect, test } from 'vitest';
import { growMetrics, presentVersion, valuesOf } from '#src/leaderboard/metric-column.js';
import { rdOf } from '../support/records.ts';

const record = (
  metrics: Record<string, number | null>,
  metricVersions: Record<string, string>,
  metricErrors: Record<string, string> = {},
) => rdOf({ spec: 'webp', image: 'a', metrics, metricVersions, metricErrors });

/** Columns of records in the order given, a cell each. */
function columnsOf(...records: ReturnType<typeof record>[]) {
  const growing = growMetrics();
  for (const [cell, each] of records.entries()) growing.set(cell, each);
  return growing.finish(Int32Array.from(records, (_, cell) => cell));
}

test('a value that is infinite, failed, not asked for: each is told apart', () => {
  const columns = columnsOf(
    record({ psnr: 30 }, { psnr: '1' }),
    record({ psnr: null }, { psnr: '1' }),
    record({ psnr: null }, {}, { psnr: 'too small' }),
    record({ ssim: 0.5 }, { ssim: '2' }),
  );
  expect([...columns.keys()]).toEqual(['psnr', 'ssim']);
  const psnr = columns.get('psnr')!;
  expect([...psnr.values]).toEqual([30, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN]);
  expect([...psnr.version].map((version) => version >= 0)).toEqual([true, true, false, false]);
  expect([...columns.get('ssim')!.values]).toEqual([Number.NaN, Number.NaN, Number.NaN, 0.5]);
});

test('a cell that is set again keeps nothing of what it held', () => {
  const growing = growMetrics();
  growing.set(0, record({ psnr: 30, ssim: 0.5 }, { psnr: '1', ssim: '1' }));
  growing.set(0, record({ psnr: 31 }, { psnr: '1' }));
  const columns = growing.finish(Int32Array.of(0));
  expect([...columns.keys()]).toEqual(['psnr']);
  expect([...columns.get('psnr')!.values]).toEqual([31]);
});

test('the version written last counts, and the values of that version alone', () => {
  const column = columnsOf(
    record({ psnr: 30 }, { psnr: '1' }),
    record({ psnr: 31 }, { psnr: '2' }),
    record({ psnr: 32 }, { psnr: '1' }),
  ).get('psnr')!;
  expect(presentVersion([{ column, at: Float64Array.of(1, 3, 2) }])).toBe('2');
  expect(presentVersion([{ column, at: Float64Array.of(1, 2, 3) }])).toBe('1');
  expect([...valuesOf(column, '1')]).toEqual([30, Number.NaN, 32]);
  expect(presentVersion([])).toBeNull();
});
