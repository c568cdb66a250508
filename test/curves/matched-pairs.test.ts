import { describe, expect, test } from 'vitest';
import { matchPoints } from '#src/curves/matched-pairs.js';

const of = (...qualities: number[]) => qualities.map((quality) => ({ quality }));

describe('matchPoints', () => {
  test('the tolerance is a share of the greater quality, as in codec-compare', () => {
    // Its own example: 80 and 100 match at 0.2 and not at 0.19.
    expect(matchPoints(of(80), of(100), 0.2)).toHaveLength(1);
    expect(matchPoints(of(80), of(100), 0.19)).toEqual([]);
    expect(matchPoints(of(100), of(120), 0.17)).toHaveLength(1);
    expect(matchPoints(of(100), of(120), 0.16)).toEqual([]);
    expect(matchPoints(of(-80), of(-100), 0.2)).toHaveLength(1);
  });

  test('the nearest are paired first, and no point twice', () => {
    const pairs = matchPoints(of(30, 30.2), of(30.19, 40, 30.3));
    expect(pairs.map(({ anchor, test: other }) => [anchor, other])).toEqual([
      [1, 0],
      [0, 2],
    ]);
  });

  test('does not depend on which curve is the anchor', () => {
    const [a, b] = [of(30, 30.25, 35, 41), of(30.1, 30.2, 35.3, 50)];
    const there = matchPoints(a, b).map((pair) => [pair.anchor, pair.test]);
    const back = matchPoints(b, a).map((pair) => [pair.test, pair.anchor]);
    expect(there).toEqual(back);
    expect(there).toHaveLength(3);
  });

  test('of pairs that are equally near the lower comes first', () => {
    const indices = (a: number[], b: number[]) =>
      matchPoints(of(...a), of(...b), 0.5).map((pair) => [pair.anchor, pair.test]);
    // 4 and 16 both differ from 8 by half of the greater one.
    expect(indices([4, 16], [8])).toEqual([[0, 0]]);
    expect(indices([16, 4], [8])).toEqual([[1, 0]]);
    expect(indices([8], [16, 4])).toEqual([[0, 1]]);
  });

  test('small qualities are judged by their share as great ones are', () => {
    expect(matchPoints(of(0.5), of(0.501))).toEqual([
      { anchor: 0, test: 0, difference: expect.closeTo(0.001 / 0.501, 12) },
    ]);
    expect(matchPoints(of(0.5), of(0.51))).toEqual([]);
  });

  test('qualities of unlike sign, zero and nothing are no pair', () => {
    expect(matchPoints(of(0.001, -5), of(-0.001, 0))).toEqual([]);
    expect(matchPoints(of(0), of(0))).toHaveLength(1);
    expect(matchPoints([], of(1))).toEqual([]);
  });
});
