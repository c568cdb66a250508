import { expect, test } from 'vitest';
import {
  compareCurves,
  compareRates,
  drawCurve,
  otherVersion,
  withIntervals,
} from '#src/leaderboard/comparison.js';
import { curvesOf } from '../support/image-curves.ts';

const bootstrap = { seed: 1, resamples: 200, level: 0.95 };
const points = (factor: number) =>
  [0, 1, 2, 3, 4].map((i) => ({ rate: 0.25 * 2 ** i * factor, quality: 28 + 3 * i, point: i }));
const curve = (factors: readonly number[], version: string | null = '1') => ({
  ...{ metric: 'psnr', scale: 'value' as const, points: 5, infinite: 0 },
  version,
  mean: points(factors.reduce((sum, each) => sum + each, 0) / factors.length),
  images: curvesOf(Object.fromEntries(factors.map((factor, image) => [image, points(factor)]))),
});
const jpeg = curve([1, 1, 1]);

test('the mean curves, and the mean over the images that both have', () => {
  const test_ = curve([0.5, 0.7, 0.6]);
  const fewer = { ...test_, images: curvesOf({ 7: points(0.5) }) };
  const compared = [test_, fewer].map((each) =>
    compareRates(drawCurve(jpeg), drawCurve(each), { of: 3 }),
  );
  const [all, none] = withIntervals(compared, { bootstrap, of: 3 });
  const { percent, images, overlap } = all!;
  expect([percent, overlap]).toEqual([expect.closeTo(-40, 9), 1]);
  expect(images).toMatchObject({ percent: expect.closeTo(-40, 9), n: 3, of: 3 });
  expect(images!.low).toBeGreaterThanOrEqual(-50.1);
  expect(images!.high).toBeLessThanOrEqual(-29.9);
  expect(none!.images).toBeNull();
});

test('by distortion: half the rate is 3 dB of these curves', () => {
  const { distortion, matched } = compareCurves(drawCurve(jpeg), curve([0.5]), {
    ...{ times: [], of: 3 },
  });
  expect(distortion).toBeCloseTo(3, 9);
  expect(matched).toMatchObject({ pairs: 5, images: 1, sizeRatio: expect.closeTo(0.5, 12) });
});

test('two versions of a metric are not compared', () => {
  const newer = curve([0.5, 0.5, 0.5], '2');
  const compared = compareCurves(drawCurve(jpeg), newer, { times: [], of: 3 });
  expect(withIntervals([compared], { bootstrap, of: 3 })[0]!.images).toBeNull();
  expect(compared).toMatchObject({ percent: null, distortion: null, matched: null });
  expect(compared.reason).toMatch(/psnr is of version 1 of the anchor, and of 2 of the test/);
  expect(otherVersion(jpeg, curve([1], null))).toBeNull();
  expect(otherVersion(jpeg, jpeg)).toBeNull();
});
