import { expect, test } from 'vitest';
import { paretoFront } from '#src/curves/pareto.js';

test('the front is what nothing beats; equals are on it together; gaps are not judged', () => {
  expect(
    paretoFront([
      [1, 5],
      [2, 2],
      [2, 2],
      [3, 2],
      [0, null],
      [Number.NaN, 0],
      [5, 1],
      [6, 6],
    ]),
  ).toEqual([true, true, true, false, null, null, true, false]);
  expect(paretoFront([])).toEqual([]);
});
