import { describe, expect, test } from 'vitest';
import { matchCurves, type PairTimes } from '#src/leaderboard/match-curves.js';
import type { MetricCurve } from '#src/leaderboard/metric-curves.js';
import { curvesOf } from '../support/image-curves.ts';

describe('matchCurves', () => {
  const curve = (images: Record<number, [rate: number, quality: number][]>): MetricCurve => ({
    metric: 'psnr',
    ...{ version: '1', scale: 'value', points: 5, infinite: 0 },
    mean: [],
    images: curvesOf(
      Object.fromEntries(
        Object.entries(images).map(([image, points]) => [
          image,
          points.map(([rate, quality], point) => ({ rate, quality, point })),
        ]),
      ),
    ),
  });
  const anchor = curve({
    0: [
      [1, 30],
      [2, 35],
    ],
    1: [[4, 40]],
    2: [[1, 30]],
  });
  const other = curve({
    0: [
      [0.5, 30.3],
      [1, 35],
    ],
    1: [[1, 39.9]],
    3: [[9, 30]],
  });

  test('geometric means over pairs of the same image, with their count', () => {
    const matched = matchCurves(anchor, other);
    expect(matched).toMatchObject({ pairs: 3, images: 2, times: [] });
    expect(matched!.sizeRatio).toBeCloseTo((0.5 * 0.5 * 0.25) ** (1 / 3), 12);
    expect(matched!.widest).toBeCloseTo(0.3 / 30.3, 12);
    expect(matchCurves(other, anchor)!.sizeRatio).toBeCloseTo(1 / matched!.sizeRatio, 12);
  });

  test('ratios of times are of those pairs that have them', () => {
    const times: PairTimes = {
      testbed: 'bench',
      crop: null,
      threads: 1,
      ratio: (image, a, t) =>
        image === 0 ? { encode: 2 ** (1 + a.point), decode: t.point === 0 ? 1 : 9 } : null,
    };
    const none: PairTimes = { ...times, testbed: 'another', ratio: () => null };
    expect(matchCurves(anchor, other, [times, none])!.times).toEqual([
      {
        testbed: 'bench',
        crop: null,
        threads: 1,
        pairs: 2,
        encodeRatio: expect.closeTo(Math.sqrt(8), 12),
        decodeRatio: expect.closeTo(3, 12),
      },
    ]);
  });

  test('is null where nothing is near', () => {
    expect(matchCurves(anchor, curve({ 0: [[1, 50]] }))).toBeNull();
    expect(matchCurves(anchor, curve({}))).toBeNull();
  });
});
