import { expect, test } from 'vitest';
import { axisWeights, filterNames, filters } from '#src/image/filters.js';

const sizes = [
  [1, 1],
  [1, 7],
  [7, 1],
  [100, 33],
  [33, 100],
  [2000, 800],
] as const;

test.each(filterNames)('weights of %s sum to 1 and lie inside, for any two sizes', (name) => {
  for (const [from, to] of sizes) {
    const { starts, taps, weights } = axisWeights(filters[name], { from, to, first: 0, count: to });
    for (let i = 0; i < to; i++) {
      expect(starts[i]).toBeGreaterThanOrEqual(0);
      expect(starts[i]! + taps).toBeLessThanOrEqual(from);
      const own = weights.subarray(i * taps, (i + 1) * taps);
      expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
  }
});

test('the same size is the identity, but for mitchell, which blurs', () => {
  for (const name of filterNames.filter((each) => each !== 'mitchell')) {
    const { starts, taps, weights } = axisWeights(filters[name], {
      ...{ from: 9, to: 9, first: 0, count: 9 },
    });
    for (let i = 0; i < 9; i++) {
      expect(weights[i * taps + i - starts[i]!]).toBeCloseTo(1, 6);
    }
  }
});

test('a window has the weights of its part', () => {
  const whole = axisWeights(filters.lanczos3, { from: 50, to: 20, first: 0, count: 20 });
  const part = axisWeights(filters.lanczos3, { from: 50, to: 20, first: 5, count: 4 });
  expect([...part.starts]).toEqual([...whole.starts.subarray(5, 9)]);
  expect([...part.weights]).toEqual([...whole.weights.subarray(5 * whole.taps, 9 * whole.taps)]);
});
