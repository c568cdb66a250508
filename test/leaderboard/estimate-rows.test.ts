import { expect, test } from 'vitest';
import { estimateRows } from '#src/leaderboard/estimate-rows.js';
import { estimateRow } from '#src/leaderboard/estimate-schema.js';
import { scoreEstimates } from '#src/leaderboard/estimate-scores.js';
import type { EstimateRecord } from '#src/results/record.js';
import { estimateOf } from '../support/records.ts';

const whole = { setting: false, megapixels: false };
const both = { setting: true, megapixels: true };
const rowsOf = (records: readonly EstimateRecord[], split = whole) =>
  estimateRows(
    scoreEstimates(records, () => 1000),
    split,
  );
const guess = (image: string, predictedBytes: number, changes: Partial<EstimateRecord> = {}) =>
  estimateOf({
    ...{ spec: 'webp', image, predictedBytes, interval: { low: 950, high: 1100, level: 0.8 } },
    ...changes,
  });

test('figures of a row', () => {
  const [row, ...others] = rowsOf([
    guess('a', 1100, { confidence: 'high' }),
    guess('b', 960, { took: { seconds: 1, cpuSeconds: 0.5 } }),
    guess('c', 1200, { interval: { low: 1150, high: 1300, level: 0.8 } }),
    guess('d', 1000, { interval: { low: 1000, high: 1000, level: 0.8 } }),
  ]);
  expect(others).toEqual([]);
  expect(estimateRow.parse(row)).toEqual(row);
  expect(row).toMatchObject({
    ...{ estimator: 'tiles', codec: 'webp', label: 'webp', content: 'photograph' },
    ...{ setting: null, megapixels: null, images: 4, answers: 4, exact: 1, failed: 0 },
    ...{ handedOver: 0, intervals: 3, coverage: 2 / 3 },
  });
  expect(row!.meanAbsoluteError).toBeCloseTo(0.34 / 4, 12);
  expect(row!.bias).toBeCloseTo(0.26 / 4, 12);
  expect(row!.max).toBeCloseTo(0.2, 12);
  expect(row!.p95).toBeCloseTo(0.1 + 0.85 * 0.1, 12);
  expect(row!.timeShare).toBeCloseTo(0.2, 12);
  expect(row!.confidence.high.answers).toBe(1);
  expect(row!.confidence.high.p95).toBeCloseTo(0.1, 12);
  expect(row!.confidence.low).toEqual({ answers: 0, p95: null });
});

test('a row without an answer says so, and has no figure', () => {
  const [row] = rowsOf([guess('a', 1, { chosen: 'exact' })]);
  expect(row).toMatchObject({
    answers: 0,
    handedOver: 1,
    meanAbsoluteError: null,
    timeShare: null,
  });
});

test('classes of content, engines and other settings are never of one row', () => {
  const engine = { name: 'libwebp', version: '2.0', runtime: 'native' as const };
  const rows = rowsOf([
    ...[guess('a', 1), guess('b', 1, { content: 'screen' }), guess('c', 1, { engine })],
    guess('d', 1, { spec: 'webp:effort=2', settings: { effort: 2 } }),
  ]);
  expect(rows.map(({ label, content, engine: { version } }) => [label, content, version])).toEqual([
    ['webp', 'photograph', '1.0'],
    ['webp', 'screen', '1.0'],
    ['webp', 'photograph', '2.0'],
    ['webp:effort=2', 'photograph', '1.0'],
  ]);
});

test('splits by setting and by size, in the order of their values', () => {
  const at = (quality: number, width: number) =>
    guess(`${width}`, 1000, {
      ...{ spec: `webp:quality=${quality}`, knob: 'quality', settings: { quality } },
      ...{ width, height: 1000 },
    });
  const rows = rowsOf([at(100, 9000), at(9, 100), at(9, 9000)], both);
  expect(rows.map(({ setting, megapixels }) => [setting, megapixels])).toEqual([
    ['quality=9', '<0.5'],
    ['quality=9', '>=8'],
    ['quality=100', '>=8'],
  ]);
  expect(rowsOf([at(100, 9000), at(9, 100), at(9, 9000)])).toMatchObject([
    { images: 2, answers: 3 },
  ]);
});

test('the order of the records makes no difference', () => {
  const records = ['auto', 'tiles', 'bands'].flatMap((estimator) =>
    [1, 2, 3].map((n) => guess(`p${n}`, 1000 + n, { estimator, chosen: estimator })),
  );
  expect(rowsOf(records.toReversed())).toEqual(rowsOf(records));
});
