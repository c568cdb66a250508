import { expect, test } from 'vitest';
import {
  megapixelClass,
  megapixelClasses,
  scoreEstimates,
  sizesIn,
} from '#src/leaderboard/estimate-scores.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { estimateOf, failedRdOf, rdOf } from '../support/records.ts';

const size = () => 2500;

test('classes of size: a picture at a bound is in the larger one', () => {
  expect(megapixelClasses).toEqual(['<0.5', '0.5-1.8', '1.8-4', '4-8', '>=8']);
  expect(megapixelClass(768, 512)).toBe('<0.5');
  expect(megapixelClass(1000, 500)).toBe('0.5-1.8');
  expect(megapixelClass(2000, 900)).toBe('1.8-4');
  expect(megapixelClass(4000, 2000)).toBe('>=8');
});

test('an estimate beside the actual size: signed error, interval, share of CPU time', () => {
  const { scored, unscored } = scoreEstimates([estimateOf()], size);
  expect(unscored).toEqual([]);
  expect(scored).toMatchObject([
    { label: 'webp', setting: null, megapixels: '<0.5', actualBytes: 2500, covered: true },
  ]);
  expect(scored[0]!.error).toBeCloseTo(0.04, 12);
  expect(scored[0]!.timeShare).toBeCloseTo(0.2, 12);
});

test('of command lines, whose CPU time is not known, wall time counts', () => {
  const took = { seconds: 0.1, cpuSeconds: null };
  const record = estimateOf({ spec: 'webp', image: 'a', took });
  expect(scoreEstimates([record], size).scored[0]!.timeShare).toBeCloseTo(0.1, 12);
});

test('the setting is that of the rate knob, the label what is left', () => {
  const record = estimateOf({
    ...{ spec: 'webp:effort=2,quality=60', image: 'a', knob: 'quality' },
    settings: { effort: 2, quality: 60 },
  });
  const { label, setting } = scoreEstimates([record], size).scored[0]!;
  expect([label, setting]).toEqual(['webp:effort=2', 'quality=60']);
});

test.each([
  ['a whole encode has no interval', { low: 2500, high: 2500 }, 2500, null],
  ['a size beyond the interval', { low: 2501, high: 2600 }, 2600, false],
  ['an end of the interval is in it', { low: 2400, high: 2500 }, 2400, true],
  ['0 bytes are no whole encode', { low: 0, high: 0 }, 0, false],
])('%s', (_what, ends, predictedBytes, covered) => {
  const interval = { ...ends, level: 0.8 };
  const record = estimateOf({ spec: 'webp', image: 'a', predictedBytes, interval });
  expect(scoreEstimates([record], size).scored[0]!.covered).toBe(covered);
});

test('of several of one picture, codec and estimator the last one counts, however it was made', () => {
  const first = estimateOf({ spec: 'webp', image: 'a', seed: 2, at: '2026-01-02T00:00:00Z' });
  const records = [first, estimateOf({ spec: 'webp', image: 'a', key: '1'.repeat(64) })];
  const { scored } = scoreEstimates(records, size);
  expect(scored.map(({ record }) => record.seed)).toEqual([2]);
});

test('what failed, was handed over, or has no actual size is not scored', () => {
  const error = { stage: 'estimate' as const, message: 'no' };
  const records = [
    estimateOf({ spec: 'webp', image: 'a', error, chosen: null, predictedBytes: null }),
    estimateOf({ spec: 'webp', image: 'b', chosen: 'exact' }),
    estimateOf({ spec: 'webp', image: 'c' }),
    estimateOf({ spec: 'webp', image: 'd', width: null, height: null }),
    estimateOf({ spec: 'webp', image: 'e', estimator: 'auto', chosen: 'tiles' }),
  ];
  const { scored, unscored } = scoreEstimates(records, ({ image }) => (image === 'c' ? null : 9));
  expect(unscored.map(({ why }) => why)).toEqual(['failed', 'handed-over', 'no-actual-size']);
  expect(scored.map(({ record }) => record.image)).toEqual(['e']);
});

test('actual sizes are those of whole images, by codec and image', () => {
  const tables = tablesOf([
    rdOf({ spec: 'webp', image: 'a', bytes: 77 }),
    rdOf({ spec: 'webp', image: 'b', bytes: 5, crop: '9x9' }),
    failedRdOf({ spec: 'webp', image: 'c' }),
  ]);
  const actual = sizesIn(tables);
  expect(actual(estimateOf({ spec: 'webp', image: 'a' }))).toBe(77);
  for (const image of ['b', 'c', 'd']) {
    expect(actual(estimateOf({ spec: 'webp', image }))).toBeNull();
  }
  const other = { name: 'libwebp', version: '2.0', runtime: 'native' as const };
  expect(actual(estimateOf({ spec: 'webp', image: 'a', engine: other }))).toBeNull();
});
