import fc from 'fast-check';
import { expect, test } from 'vitest';
import { geometricMean, least, ratio, sum } from '#src/base/sums.js';

test('a sum takes every value, of a typed array too, and is 0 of none', () => {
  expect(sum([1, 20, 300])).toBe(321);
  expect(sum(Float32Array.of(0.5, 0.25))).toBe(0.75);
  expect(sum([])).toBe(0);
});

test('a quotient that is no finite number is null', () => {
  expect(ratio(6, 4)).toBe(1.5);
  expect(ratio(0, 5)).toBe(0);
  expect(ratio(0, 0)).toBeNull();
  expect(ratio(5, 0)).toBeNull();
});

test('the least value is found among more than fit into the arguments of a call', () => {
  const many = Array.from({ length: 300_000 }, (_, i) => (i === 200_000 ? -3 : i));
  expect(least(many)).toBe(-3);
  expect(least([])).toBe(Number.POSITIVE_INFINITY);
});

test('the geometric mean grows with its values: of three, the cube root of their product', () => {
  const meanOf = (values: readonly number[]): number => {
    const means = geometricMean();
    for (const value of values) means.add(value);
    expect(means.count).toBe(values.length);
    return means.mean;
  };
  expect(meanOf([1.2, 0.8, 3])).toBeCloseTo(Math.cbrt(2.88), 12);
  expect(meanOf([0.5])).toBeCloseTo(0.5, 12);
  expect(meanOf([])).toBeNaN();
  const ratios = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(ratios, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, factor) => {
      const scaled = meanOf(values.map((value) => value * factor));
      expect(scaled / meanOf(values)).toBeCloseTo(factor, 9);
    }),
  );
});
