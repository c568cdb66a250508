import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bootstrapInterval,
  maxSeed,
  mean,
  meanInterval,
  median,
  medianInterval,
  quantile,
  quantiles,
  seededRandom,
  shuffle,
} from '#src/base/statistics.js';

const values = [3.1, -2, 7.5, 0.25, 11, 4, 4];

describe('medianInterval', () => {
  const ranks = (count: number) => Array.from({ length: count }, (_, i) => count - i);
  // Exact: the binomial of 1/2, as in the tables of Conover (1999), A3.
  test.each([
    [2, 1, 2, 0.5],
    [5, 1, 5, 0.9375],
    [6, 1, 6, 0.96875],
    [8, 1, 8, 0.9921875],
    [9, 2, 8, 0.9609375],
    [15, 4, 12, 0.96484375],
    [20, 6, 15, 0.958610534],
  ])('of %d values from the %d. to the %d., at %d', (count, low, high, level) => {
    const interval = medianInterval(ranks(count));
    expect([interval.low, interval.high]).toEqual([low, high]);
    expect(interval.level).toBeCloseTo(level, 8);
  });

  test('a lower level is narrower, and one value has none', () => {
    expect(medianInterval(ranks(9), 0.8)).toMatchObject({ low: 3, high: 7 });
    expect(medianInterval([4])).toEqual({ low: 4, high: 4, level: 0 });
  });

  test('holds the median at least as often as it says', () => {
    const random = seededRandom(3);
    const draws = Array.from({ length: 4000 }, () =>
      medianInterval(Array.from({ length: 9 }, () => random.next() ** 3)),
    );
    const held = draws.filter(({ low, high }) => low <= 0.125 && high >= 0.125).length;
    expect(held / draws.length).toBeCloseTo(0.961, 1);
  });

  test('refuses what it is not defined for', () => {
    expect(() => medianInterval([])).toThrow('at least one value');
    expect(() => medianInterval([1, Number.NaN])).toThrow('NaN');
    expect(() => medianInterval([1, 2], 1)).toThrow('between 0 and 1');
  });
});

describe('location', () => {
  test('mean and median of NumPy', () => {
    expect(mean(values)).toBeCloseTo(3.9785714285714286, 14);
    expect(median(values)).toBe(4);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  test.each([
    [0, -2],
    [0.05, -1.325],
    [0.1, -0.65],
    [0.25, 1.675],
    [0.9, 8.9],
    [0.95, 9.95],
    [1, 11],
  ])('quantile %d is the one of numpy.quantile: %d', (p, expected) => {
    expect(quantile(values, p)).toBeCloseTo(expected, 12);
  });

  test('quantiles are those of each share, in the order asked for', () => {
    expect(quantiles(values, [0.9, 0.1])).toEqual([quantile(values, 0.9), quantile(values, 0.1)]);
    expect(() => quantiles([1], [0.5, 2])).toThrow('from 0 to 1');
    expect(() => quantiles([], [0.5])).toThrow('at least one value');
  });

  test('sorts as numbers and leaves the values as they are', () => {
    const given = [10, 9, 2, 33, 1];
    expect(median(given)).toBe(9);
    expect(given).toEqual([10, 9, 2, 33, 1]);
  });

  test('infinities stay infinities', () => {
    expect(median([1, Infinity, Infinity])).toBe(Infinity);
    expect(quantile([Infinity, Infinity], 0.3)).toBe(Infinity);
  });

  test('nothing, NaN and shares outside 0..1 are refused', () => {
    expect(() => mean([])).toThrow(RangeError);
    expect(() => median([])).toThrow(RangeError);
    expect(() => median([1, Number.NaN, 2])).toThrow('NaN');
    expect(() => quantile([1], 1.01)).toThrow('from 0 to 1');
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('seeded randomness', () => {
  test('is MT19937: the first numbers of numpy.random.RandomState(42)', () => {
    const random = seededRandom(42);
    // pure-rand maps the generator's signed words onto the range, so each is half a range on.
    const words = [1608637542, 3421126067, 4083286876, 787846414, 3143890026];
    expect(words.map(() => random.integer(2 ** 32))).toEqual(
      words.map((word) => (word + 2 ** 31) % 2 ** 32),
    );
  });

  test('numbers lie in their range and fill it', () => {
    const random = seededRandom(1);
    const drawn = Array.from({ length: 4000 }, () => random.next());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(mean(drawn)).toBeCloseTo(0.5, 1);
    expect(new Set(Array.from({ length: 200 }, () => random.integer(7)))).toEqual(
      new Set([0, 1, 2, 3, 4, 5, 6]),
    );
  });

  test('seeds that are no whole number of 32 bits are refused', () => {
    expect(() => seededRandom(1.5)).toThrow('whole number');
    expect(() => seededRandom(-1)).toThrow(RangeError);
    expect(() => seededRandom(maxSeed + 1)).toThrow(RangeError);
    expect(() => seededRandom(maxSeed)).not.toThrow();
  });

  test('a shuffle is a permutation that its seed determines', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 0, max: maxSeed }), (items, seed) => {
        const before = [...items];
        const shuffled = shuffle(items, seed);
        expect(items).toEqual(before);
        expect(shuffled.toSorted()).toEqual(items.toSorted());
        expect(shuffle(items, seed)).toEqual(shuffled);
      }),
      { numRuns: 30 },
    );
    expect(shuffle([...'abcdefghij'], 1)).not.toEqual(shuffle([...'abcdefghij'], 2));
  });

  test('every order of three is about equally likely', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1200; seed++) {
      const order = shuffle([...'abc'], seed).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Binomial with mean 200 and standard deviation 13: five of these either way.
    expect([...counts.values()].toSorted((a, b) => a - b).at(0)).toBeGreaterThan(135);
    expect(Math.max(...counts.values())).toBeLessThan(265);
    expect(counts.size).toBe(6);
  });
});

describe('bootstrap', () => {
  const sample = [12.1, 9.8, 10.4, 11.0, 10.2, 13.9, 9.5, 10.9, 11.7, 10.1, 10.6, 12.8];

  test('agrees with scipy.stats.bootstrap, method percentile', () => {
    const forMean = bootstrapInterval(sample, mean, { resamples: 20_000, seed: 1 });
    expect(forMean.low).toBeCloseTo(10.4167, 1);
    expect(forMean.high).toBeCloseTo(11.8333, 1);
    const forMedian = bootstrapInterval(sample, median, { resamples: 20_000, seed: 1 });
    expect(forMedian.low).toBeCloseTo(10.15, 6);
    expect(forMedian.high).toBeCloseTo(11.9, 6);
  });

  test('a higher level is a wider interval; the same seed gives the same one', () => {
    const options = { resamples: 2000, seed: 5 };
    const half = bootstrapInterval(sample, mean, { ...options, level: 0.5 });
    const most = bootstrapInterval(sample, mean, { ...options, level: 0.99 });
    expect(most.low).toBeLessThan(half.low);
    expect(most.high).toBeGreaterThan(half.high);
    expect(bootstrapInterval(sample, mean, { ...options, level: 0.5 })).toEqual(half);
  });

  test('equal values give an interval of no width, and values may be anything', () => {
    expect(bootstrapInterval([4, 4, 4], median, { seed: 0 })).toEqual({ low: 4, high: 4 });
    const passes = [[1, 2], [3]];
    const { low, high } = bootstrapInterval(passes, (drawn) => mean(drawn.flat()), { seed: 0 });
    expect([low, high]).toEqual([1.5, 3]);
  });

  test('nothing to draw from and senseless options are refused', () => {
    expect(() => bootstrapInterval([], median, { seed: 0 })).toThrow(RangeError);
    expect(() => bootstrapInterval([1], median, { seed: 0, level: 1 })).toThrow('level');
    expect(() => bootstrapInterval([1], median, { seed: 0, resamples: 0 })).toThrow('resample');
  });
});

describe('interval of a mean', () => {
  test('is the one of scipy.stats.t.interval', () => {
    const { mean: centre, low, high } = meanInterval([12.1, 9.8, 10.4, 11, 10.2]);
    expect(centre).toBeCloseTo(10.7, 12);
    expect(low).toBeCloseTo(9.589422, 4);
    expect(high).toBeCloseTo(11.810578, 4);
  });

  test.each(Array.from({ length: 30 }, (_, i) => i + 1))(
    'holds 95 %% of Student’s t at %d degrees of freedom',
    (degrees) => {
      const values = Array.from({ length: degrees + 1 }, (_, i) => i % 2);
      const { mean: centre, high } = meanInterval(values);
      const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
      const t = (high - centre) / Math.sqrt(squares / degrees / values.length);
      // With t = sqrt(degrees) tan(angle) the density becomes cos(angle)^(degrees - 1).
      const area = (end: number) => {
        const steps = 20_000;
        const height = (i: number) => Math.cos((end * (i + 0.5)) / steps) ** (degrees - 1);
        return (
          (end / steps) * Array.from({ length: steps }, (_, i) => height(i)).reduce((a, b) => a + b)
        );
      };
      expect(area(Math.atan(t / Math.sqrt(degrees))) / area(Math.PI / 2)).toBeCloseTo(0.95, 5);
    },
  );

  test('needs two values, and never becomes narrower than the t of 30 allows', () => {
    expect(() => meanInterval([1])).toThrow(RangeError);
    const values = Array.from({ length: 100 }, (_, i) => i % 2);
    // Standard error of 100 zeros and ones.
    const error = Math.sqrt(25 / 99 / 100);
    expect(meanInterval(values).high).toBeCloseTo(0.5 + 2.0423 * error, 12);
  });
});
