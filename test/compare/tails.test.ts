import { expect, test } from 'vitest';
import { normalTail, studentQuantile, studentTail } from '#src/compare/tails.js';

test('tails of the normal distribution, against tables', () => {
  expect(normalTail(0)).toBeCloseTo(0.5, 6);
  expect(normalTail(1.959963985)).toBeCloseTo(0.025, 8);
  expect(normalTail(5) / 2.866515719e-7).toBeCloseTo(1, 5);
});

test("tails of Student's distribution, against tables and closed forms", () => {
  // With one degree of freedom it is Cauchy's.
  expect(studentTail(3, 1)).toBeCloseTo(0.5 - Math.atan(3) / Math.PI, 12);
  // With two: 1/2 - t / (2 sqrt(2 + t²)).
  expect(studentTail(1.5, 2)).toBeCloseTo(0.5 - 1.5 / (2 * Math.sqrt(4.25)), 12);
  expect(studentTail(0, 7)).toBeCloseTo(0.5, 12);
  for (const [freedom, t] of [
    ...([
      [1, 12.7062],
      [4, 2.7764],
      [8, 2.306],
      [30, 2.0423],
    ] as const),
  ]) {
    expect(studentQuantile(0.025, freedom)).toBeCloseTo(t, 4);
  }
  expect(studentQuantile(0.025, 1e7)).toBeCloseTo(1.959964, 5);
});
