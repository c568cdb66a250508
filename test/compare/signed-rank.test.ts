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

test('up to 50 differences p is exact: by counting subsets in whole numbers', () => {
  const lean = (n: number): number[] =>
    Array.from({ length: n }, (_, i) => (i % 3 === 0 ? -1 : 1) * (i + 1));
  for (const n of [12, 49, 50]) {
    const { p } = signedRank(lean(n));
    expect(p / countedP(lean(n))).toBeCloseTo(1, 9);
  }
  // Above, the approximation differs in the third digit.
  expect(Math.abs(signedRank(lean(51)).p / countedP(lean(51)) - 1)).toBeGreaterThan(1e-3);
});

/** Two-sided p of differences whose magnitudes are 1, 2, … n. */
function countedP(differences: readonly number[]): number {
  const n = differences.length;
  const total = (n * (n + 1)) / 2;
  let subsets = new Map([[0, 1n]]);
  for (let rank = 1; rank <= n; rank++) {
    const next = new Map(subsets);
    for (const [sum, count] of subsets) next.set(sum + rank, (next.get(sum + rank) ?? 0n) + count);
    subsets = next;
  }
  const positive = differences.reduce((sum, each) => sum + Math.max(0, each), 0);
  const far = Math.abs(2 * positive - total);
  const beyond = [...subsets].filter(([sum]) => Math.abs(2 * sum - total) >= far);
  return Number(beyond.reduce((sum, [, count]) => sum + count, 0n)) / 2 ** n;
}
