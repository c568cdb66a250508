import { expect, test } from 'vitest';
import { mapWeight, scoreOf } from '#src/metrics/ssimulacra2/score.js';

const pixels = [4096, 1024, 256, 64, 16, 4];

/** The score where every map of every plane is `value` everywhere. */
const even = (value: number, sizes: readonly number[] = pixels) =>
  scoreOf(sizes, (_, scale, norm) => sizes[scale]! * (norm === 0 ? value : value ** 4));

test('no error scores 100, and more error less', () => {
  expect(even(0)).toBe(100);
  const scores = [0.001, 0.01, 0.1].map((value) => even(value));
  expect(scores.every((score) => score < 100)).toBe(true);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test('means count, not sums: a picture of four times the pixels scores the same', () => {
  const larger = pixels.map((count) => 4 * count);
  expect(even(0.02, larger)).toBeCloseTo(even(0.02), 9);
});

test('where a map is even, its share of the error is its weight', () => {
  // The two maps alone that have weight, so strong that they make the same error.
  const only = (plane: number, scale: number, map: number) => {
    const value = 5 / mapWeight(plane, scale, 6, map);
    return scoreOf(pixels, (p, s, norm, m) =>
      p === plane && s === scale && m === map ? pixels[s]! * (norm === 0 ? value : value ** 4) : 0,
    );
  };
  expect(only(1, 2, 0)).toBeLessThan(99);
  expect(only(2, 4, 1)).toBeCloseTo(only(1, 2, 0), 9);
});

test('of fewer scales the weights of Y begin where those of X end', () => {
  for (const map of [0, 1, 2]) expect(mapWeight(1, 0, 5, map)).toBe(mapWeight(0, 5, 6, map));
  expect(mapWeight(1, 1, 5, 2)).toBe(mapWeight(1, 0, 6, 2));
  expect(mapWeight(1, 0, 6, 2)).toBeGreaterThan(17);
});
