import { expect, test } from 'vitest';
import { writeRuns } from '#src/image/bmp-runs-write.js';

const runs = (places: readonly number[], width = places.length) => [
  ...writeRuns(Uint8Array.from(places), width, places.length / width),
];

test('runs, pieces one by one, and what is shorter than a mark', () => {
  expect(runs([7, 7, 7, 7])).toEqual([4, 7, 0, 1]);
  expect(runs([1, 2, 3, 4])).toEqual([0, 4, 1, 2, 3, 4, 0, 1]);
  expect(runs([1, 2, 3])).toEqual([0, 3, 1, 2, 3, 0, 0, 1]);
  expect(runs([1, 2])).toEqual([1, 1, 1, 2, 0, 1]);
  expect(runs([5, 5])).toEqual([2, 5, 0, 1]);
  expect(runs([1, 9, 9, 9, 2])).toEqual([1, 1, 3, 9, 1, 2, 0, 1]);
});

test('rows from the bottom up, each with its end', () => {
  expect(runs([1, 1, 1, 2, 2, 2], 3)).toEqual([3, 2, 0, 0, 3, 1, 0, 1]);
});

test('what is longer than a byte tells is cut', () => {
  expect(runs(Array(300).fill(4))).toEqual([255, 4, 45, 4, 0, 1]);
  const mixed = Array.from({ length: 257 }, (_, i) => i % 2);
  expect(runs(mixed).slice(0, 3)).toEqual([0, 255, 0]);
  expect(runs(mixed).slice(-6)).toEqual([1, 1, 1, 0, 0, 1]);
});
