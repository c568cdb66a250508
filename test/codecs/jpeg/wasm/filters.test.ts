import { expect, test } from 'vitest';
import { tapsOf } from '#src/codecs/jpeg/wasm/filters.js';
import { filterNames, filters } from '#src/image/filters.js';

test('weights sum to one for every output, and no tap lies outside', () => {
  for (const name of filterNames) {
    for (const [from, to] of [
      [100, 37],
      [37, 100],
      [1, 9],
      [9, 1],
      [8000, 3],
    ] as const) {
      const axis = { from, count: to, offset: 0, ratio: from / to };
      const { starts, weights, taps } = tapsOf(filters[name], axis, 8);
      for (let i = 0; i < to; i++) {
        const own = weights.subarray(i * taps, (i + 1) * taps);
        expect(own.reduce((sum, weight) => sum + weight, 0)).toBe(16_384);
        const last = own.findLastIndex((weight) => weight !== 0);
        expect(starts[i]).toBeGreaterThanOrEqual(0);
        expect(starts[i]! + last).toBeLessThan(from);
      }
    }
  }
});
