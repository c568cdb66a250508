import { expect, test } from 'vitest';
import { tapsOf } from '#src/codecs/jpeg/wasm/filters.js';
import { filterNames, filters, forEachOutput } from '#src/image/filters.js';

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

test('weights that come again are those of each output by itself, with an offset and at the edges too', () => {
  for (const name of filterNames) {
    for (const [from, count, offset, ratio] of [
      [1500, 800, 0, 1.875],
      [1000, 600, 0, 5 / 3],
      [200, 400, 0, 0.5],
      [300, 100, 0, 3],
      [500, 90, 12.34, 5],
      [90, 90, 0, 1],
      [2000, 611, 0, 2000 / 611],
    ] as const) {
      const axis = { from, count, offset, ratio };
      const { starts, weights, taps } = tapsOf(filters[name], axis, 8);
      let most = 0;
      forEachOutput(filters[name], axis, taps, (output, start, exact) => {
        const wanted = new Float64Array(from + 2 * taps);
        for (let k = 0; k < taps; k++) wanted[start + k]! += exact[k]! * 16_384;
        for (let k = 0; k < taps; k++) wanted[starts[output]! + k]! -= weights[output * taps + k]!;
        most = Math.max(most, ...wanted.map(Math.abs));
      });
      expect(most).toBeLessThan(1.001);
    }
  }
});

test('starts are multiples of a step where that is asked for, and the weights are of the same samples', () => {
  for (const name of filterNames) {
    for (const [from, count, offset, ratio] of [
      [1000, 600, 0, 5 / 3],
      [1500, 800, 0, 1.875],
      [500, 90, 12.34, 5],
      [90, 90, 0.5, 1],
      [37, 100, 0, 0.37],
      [1, 9, 0, 1 / 9],
    ] as const) {
      const axis = { from, count, offset, ratio };
      const plain = tapsOf(filters[name], axis, 2);
      const even = tapsOf(filters[name], axis, 2, 2);
      expect(even.taps % 2).toBe(0);
      for (let i = 0; i < count; i++) {
        expect(even.starts[i]! % 2).toBe(0);
        const apart = new Int32Array(from + 2 * even.taps);
        for (let k = 0; k < plain.taps; k++) {
          apart[plain.starts[i]! + k]! += plain.weights[i * plain.taps + k]!;
        }
        for (let k = 0; k < even.taps; k++) {
          apart[even.starts[i]! + k]! -= even.weights[i * even.taps + k]!;
        }
        // One is rounding: cycles of both may begin at other outputs.
        expect(Math.max(...apart.map(Math.abs))).toBeLessThanOrEqual(1);
      }
    }
  }
});

test('outputs that are samples take no other ones', () => {
  const axis = { from: 90, count: 80, offset: 3, ratio: 1 };
  for (const name of ['lanczos3', 'catmull-rom', 'triangle', 'box'] as const) {
    const { starts, weights, taps } = tapsOf(filters[name], axis, 2, 2);
    expect(taps).toBe(2);
    for (let i = 0; i < 80; i++) {
      expect(starts[i]! + weights.subarray(2 * i, 2 * i + 2).indexOf(16_384)).toBe(i + 3);
    }
  }
  expect(tapsOf(filters.mitchell, axis, 2).taps).toBe(4);
  expect(tapsOf(filters.lanczos3, { ...axis, offset: 2.5 }, 2).taps).toBe(6);
});
