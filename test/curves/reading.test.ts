import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RatePoint } from '#src/curves/bd-rate.js';
import {
  convexHull,
  knobAtQuality,
  qualityAtRate,
  rateAtQuality,
  valueAtQuality,
} from '#src/curves/reading.js';

const points: RatePoint[] = [
  { rate: 0.25, quality: 30 },
  { rate: 0.5, quality: 33 },
  { rate: 1, quality: 36 },
  { rate: 2, quality: 39 },
];

describe('a curve', () => {
  test('goes through its points, and doubles its rate every 3 dB between them', () => {
    for (const { rate, quality } of points) {
      expect(rateAtQuality(points, quality)).toBeCloseTo(rate, 12);
      expect(qualityAtRate(points, rate)).toBeCloseTo(quality, 12);
    }
    for (let quality = 30.5; quality < 39; quality += 0.5) {
      const rate = 0.25 * 2 ** ((quality - 30) / 3);
      expect(rateAtQuality(points, quality)).toBeCloseTo(rate, 9);
      expect(qualityAtRate(points, rate)).toBeCloseTo(quality, 9);
    }
    expect(rateAtQuality(points.slice(0, 2), 31.5)).toBeCloseTo(0.25 * Math.SQRT2, 9);
    expect(qualityAtRate(points, Math.SQRT2)).toBeCloseTo(37.5, 9);
  });

  test('is not extrapolated', () => {
    for (const quality of [29.99, 39.01, Number.NaN]) {
      expect(rateAtQuality(points, quality)).toBeNull();
    }
    for (const rate of [0, 0.2, 2.1, -1]) expect(qualityAtRate(points, rate)).toBeNull();
    expect(rateAtQuality([], 30)).toBeNull();
    expect(rateAtQuality([points[0]!], 30)).toBe(0.25);
  });
});

describe('valueAtQuality', () => {
  const timed = points.map((point, i) => ({ ...point, value: 10 ** i }));

  test('reads what belongs to the points as the rate is read', () => {
    expect(valueAtQuality(timed, 33)).toBeCloseTo(10, 12);
    expect(valueAtQuality(timed, 34.5)).toBeCloseTo(10 ** 1.5, 9);
    expect(valueAtQuality(timed, 40)).toBeNull();
  });

  test('passes over points that another beats in rate', () => {
    const beaten = [...timed, { rate: 3, quality: 34, value: 1e6 }];
    expect(valueAtQuality(beaten, 34.5)).toBeCloseTo(10 ** 1.5, 9);
  });
});

describe('convexHull', () => {
  test('leaves out what lies below the line of its neighbours', () => {
    const hull = convexHull([
      { rate: 1, quality: 10 },
      { rate: 2, quality: 11 },
      { rate: 3, quality: 20 },
      { rate: 4, quality: 21 },
      { rate: 5, quality: 20 },
    ]);
    expect(hull.map(({ rate }) => rate)).toEqual([1, 3, 4]);
  });

  test('is a straight line by its ends alone', () => {
    const line = [1, 2, 3, 4].map((rate) => ({ rate, quality: 2 * rate }));
    expect(convexHull(line)).toEqual([line[0], line[3]]);
    expect(convexHull(line.slice(0, 2))).toEqual(line.slice(0, 2));
  });

  test('no point of the curve is above it', () => {
    const point = fc.record({
      rate: fc.integer({ min: 1, max: 1000 }),
      quality: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (curve) => {
        const hull = convexHull(curve);
        const height = (rate: number): number => {
          const i = hull.findIndex((each) => each.rate >= rate);
          if (i < 0) return hull.at(-1)!.quality;
          if (i === 0) return hull[0]!.quality;
          const [a, b] = [hull[i - 1]!, hull[i]!];
          return a.quality + ((b.quality - a.quality) * (rate - a.rate)) / (b.rate - a.rate);
        };
        for (const { rate, quality } of curve) {
          expect(quality).toBeLessThanOrEqual(height(rate) + 1e-9);
        }
      }),
    );
  });
});

describe('knobAtQuality', () => {
  const rising = points.map((point, i) => ({ ...point, knob: [10, 20, 30, 40][i]! }));

  test('is the value of a point, or one between two on the side that meets the quality', () => {
    expect(knobAtQuality(rising, 33)).toBe(20);
    expect(knobAtQuality(rising, 34)).toBe(24);
    expect(knobAtQuality(rising, 34.5)).toBe(25);
    expect([29, 40].map((quality) => knobAtQuality(rising, quality))).toEqual([null, null]);
  });

  test('goes down where the quality rises with a smaller value', () => {
    const distances = points.map((point, i) => ({ ...point, knob: [4, 2, 1.5, 0.5][i]! }));
    expect(knobAtQuality(distances, 36)).toBe(1.5);
    const between = knobAtQuality(distances, 38)!;
    expect(between).toBeGreaterThan(0.5);
    expect(between).toBeLessThan(1.5);
    expect(Math.round(100 * between) / 100).toBe(between);
    const steps = points.map((point, i) => ({ ...point, knob: [40, 30, 20, 10][i]! }));
    expect(knobAtQuality(steps, 34)).toBe(26);
  });
});
