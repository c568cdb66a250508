import { expect, test } from 'vitest';
import { holm } from '#src/compare/holm.js';

test('as p.adjust(p, "holm") of R', () => {
  expect(holm([0.01, 0.02, 0.03, 0.04])).toEqual([0.04, 0.06, 0.06, 0.06].map(near));
  expect(holm([0.5, 0.001, 0.04])).toEqual([0.5, 0.003, 0.08].map(near));
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

function near(value: number) {
  return expect.closeTo(value, 12);
}
