import fc from 'fast-check';
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

test('records that share an object of versions give the columns of those that do not', () => {
  const metrics = [{ psnr: 30, ssim: 0.5 }, { ssim: 0.25, psnr: null }, { psnr: 31 }, {}];
  const versions: Record<string, string>[] = [{ psnr: '1', ssim: '2' }, { psnr: '3' }, {}];
  const errors: Record<string, string>[] = [{}, {}, { ssim: 'too small' }, { psnr: 'no' }];
  const each = fc.record({
    cell: fc.nat({ max: 4 }),
    metrics: fc.constantFrom<Record<string, number | null>[]>(...metrics),
    metricVersions: fc.constantFrom(...versions),
    metricErrors: fc.constantFrom(...errors),
  });
  const plain = record({}, {});
  fc.assert(
    fc.property(fc.array(each, { minLength: 2, maxLength: 8 }), (chosen) => {
      const [shared, own] = [growMetrics(), growMetrics()];
      const cells = new Map<number, number>();
      for (const { cell: wanted, ...told } of chosen) {
        // Cells come one after the other; later records may set one again.
        const cell = cells.get(wanted) ?? cells.size;
        cells.set(wanted, cell);
        shared.set(cell, { ...plain, ...told });
        own.set(cell, { ...plain, ...structuredClone(told) });
      }
      const order = Int32Array.from(cells.values());
      expect(shared.finish(order)).toEqual(own.finish(order));
    }),
    { numRuns: 1000, seed: 1 },
  );
});
