import { expect, test } from 'vitest';
import type { BlockMap } from '#src/estimate/map/block-maps.js';
import { unevennessOf } from '#src/estimate/tiles/unevenness.js';

const size = { width: 1024, height: 512, side: 256 };

/** A map whose blocks hold `left` in the left half of the picture, and `right` in the other. */
function halves(left: number, right: number): BlockMap {
  const [columns, rows] = [size.width / 16, size.height / 16];
  const values = Float64Array.from({ length: columns * rows }, (_, i) =>
    i % columns < columns / 2 ? left : right,
  );
  return { columns, rows, values, mean: (left + right) / 2 };
}

test('a picture that is alike everywhere is even, however much it holds', () => {
  expect(unevennessOf(halves(7, 7), size)).toBe(0);
  expect(unevennessOf(halves(7000, 7000), size)).toBe(0);
});

test('it is the share by which tiles differ', () => {
  // Of thirteen places across, five are on the left, five on the right, three between.
  const means = [1, 1, 1, 1, 1, 1.5, 2, 2.5, 3, 3, 3, 3, 3];
  const sd = Math.sqrt(means.reduce((sum, each) => sum + (each - 2) ** 2, 0) / means.length);
  expect(unevennessOf(halves(1, 3), size)).toBeCloseTo(sd / 2);
  expect(unevennessOf(halves(10, 30), size)).toBeCloseTo(sd / 2);
  expect(unevennessOf(halves(0, 3), size)).toBeGreaterThan(unevennessOf(halves(1, 3), size));
});

test('a map that holds nothing and a picture without room are even', () => {
  expect(unevennessOf(halves(0, 0), size)).toBe(0);
  expect(unevennessOf(halves(1, 3), { ...size, width: 100 })).toBe(0);
});
