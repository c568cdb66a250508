import { describe, expect, test } from 'vitest';
import { type Features, tiltWeights } from '#src/curves/tilt.js';

// Standard scores of rows, far more spread than the ridge counts.
const features = Array.from(
  { length: 60 },
  (_, i): Features => [10 * Math.sin(i * 991), 10 * Math.cos(i * 577)],
);
const even = features.map(() => 1);
const meanBy = (weights: readonly number[], of: (each: Features) => number): number =>
  weights.reduce((sum, weight, i) => sum + weight * of(features[i]!), 0);

describe('tiltWeights', () => {
  test.each([
    [0, 0],
    [4, -3],
    [-8, 8],
  ])('the mean by its weights is that of rows with features %d and %d', (a, b) => {
    const weights = tiltWeights(even, features, [a, b]);
    expect(weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10);
    expect(meanBy(weights, (each) => each[0])).toBeCloseTo(a, 1);
    expect(meanBy(weights, (each) => each[1])).toBeCloseTo(b, 1);
    expect(meanBy(weights, (each) => 7 + 2 * each[0] - each[1])).toBeCloseTo(7 + 2 * a - b, 1);
  });

  test('is the weighted mean where the features are those of the weighted mean', () => {
    const given = features.map((_, i) => 1 + (i % 3));
    const total = given.reduce((a, b) => a + b, 0);
    const shares = given.map((each) => each / total);
    const own: Features = [meanBy(shares, (each) => each[0]), meanBy(shares, (each) => each[1])];
    for (const [i, weight] of tiltWeights(given, features, own).entries()) {
      expect(weight).toBeCloseTo(shares[i]!, 12);
    }
  });

  test('few rows of little spread tilt little, one not at all', () => {
    const near: Features[] = [
      [0, 0],
      [0.1, 0],
    ];
    const [, second] = tiltWeights([1, 1], near, [0.1, 0]);
    expect(second).toBeGreaterThan(0.5);
    expect(second).toBeLessThan(0.55);
    expect(tiltWeights([3], [[0, 0]], [5, 5])).toEqual([1]);
  });

  test('reaches one standard deviation beyond the rows', () => {
    const most = Math.max(...features.map((each) => each[0]));
    expect(tiltWeights(even, features, [most + 50, 0])).toEqual(
      tiltWeights(even, features, [most + 1, 0]),
    );
    expect(tiltWeights(even, features, [most + 1, 0])).not.toEqual(
      tiltWeights(even, features, [most, 0]),
    );
  });
});
