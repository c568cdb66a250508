import { expect, test } from 'vitest';
import { seededRandom } from '#src/base/statistics.js';
import { leastSquares } from '#src/estimate/calibration/least-squares.js';

const random = seededRandom(3);
const rows = Array.from({ length: 40 }, () => [
  random.next(),
  100 * random.next(),
  random.next() - 0.5,
]);

test('finds the coefficients that the targets were made with', () => {
  const wanted = [3, -0.02, 0.7];
  const targets = rows.map((row) => row.reduce((sum, v, i) => sum + v * wanted[i]!, 0));
  const found = leastSquares(rows, targets, 0);
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value);
});

test('a ridge draws them towards none', () => {
  const targets = rows.map((row) => 2 * row[0]!);
  const sizes = [0, 1, 100].map((ridge) => Math.abs(leastSquares(rows, targets, ridge)[0]!));
  expect(sizes[0]).toBeGreaterThan(sizes[1]!);
  expect(sizes[1]).toBeGreaterThan(sizes[2]!);
});

test('a column that is always the same is a constant', () => {
  expect(leastSquares([[1], [1], [1]], [4, 5, 6], 0)[0]).toBeCloseTo(5);
});

test('of no columns there are no coefficients', () => {
  expect(leastSquares([[], []], [1, 2], 0.1)).toEqual([]);
});
