import { expect, test } from 'vitest';
import { signedRank } from '#src/compare/signed-rank.js';

test('the depression scores of Hollander and Wolfe (1973), as R gives them', () => {
  const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const { p, n } = signedRank(x.map((value, i) => y[i]! - value));
  expect(n).toBe(9);
  expect(p).toBeCloseTo(0.0390625, 12);
});

test('signs that all agree give 2 / 2^n, and no more can be had', () => {
  expect(signedRank([1, 2, 3, 4, 5])).toEqual({ p: 2 / 32, leastP: 2 / 32, n: 5 });
  expect(signedRank([-3, -3, -3, -3, -3, -3]).p).toBe(2 / 64);
  expect(signedRank([0, 0])).toEqual({ p: 1, leastP: 1, n: 0 });
});

test('all assignments of signs are counted, with ties too', () => {
  const differences = [1, -1, 2, 2, -3, 4, 4];
  const ranks = [1.5, 1.5, 3.5, 3.5, 5, 6.5, 6.5];
  const distance = (signs: number): number =>
    Math.abs(ranks.reduce((sum, rank, i) => sum + (signs & (1 << i) ? rank : 0), 0) - 14);
  const given = differences.reduce((signs, value, i) => (value > 0 ? signs | (1 << i) : signs), 0);
  const all = Array.from({ length: 128 }, (_, signs) => signs);
  const beyond = all.filter((signs) => distance(signs) >= distance(given)).length;
  expect(signedRank(differences).p).toBeCloseTo(beyond / 128, 12);
});

test('an infinite difference ranks above all others', () => {
  const { p } = signedRank([Number.POSITIVE_INFINITY, 1, 2, 3, 4, 5, 6]);
  expect(p).toBe(2 / 128);
  expect(signedRank([Number.NEGATIVE_INFINITY, 1, 2, 3, 4, 5, 6]).p).toBeGreaterThan(0.1);
});

test('many differences go by the normal approximation, as in SciPy', () => {
  const lean = (n: number): number[] =>
    Array.from({ length: n }, (_, i) => (i % 3 === 0 ? -1 : 1) * (i + 1));
  // wilcoxon(..., method='approx', correction=True); exact it would be 0.016137 and 0.009152.
  expect(signedRank(lean(60)).p).toBeCloseTo(0.016901653, 8);
  expect(signedRank(lean(80)).p).toBeCloseTo(0.009664799, 8);
});
