import { expect, test } from 'vitest';
import { withCell } from '#src/leaderboard/growing-cells.js';

test('an array stays as it is where it has the cell, and grows with what it holds otherwise', () => {
  const array = Float64Array.of(1, 2);
  expect(withCell(array, 1)).toBe(array);
  const grown = withCell(array, 2, Number.NaN);
  expect(grown.length).toBeGreaterThan(2);
  expect([...grown.subarray(0, 3)]).toEqual([1, 2, Number.NaN]);
  expect(withCell(new Uint8Array(), 1000)).toHaveLength(1001);
  expect(withCell(new Int16Array(), 0, -2)[0]).toBe(-2);
});
