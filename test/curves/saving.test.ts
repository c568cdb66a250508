import { expect, test } from 'vitest';
import { bootstrapInterval } from '#src/base/statistics.js';
import { valueAtQuality } from '#src/curves/reading.js';
import { isTie, savings, sizesAtQuality } from '#src/curves/saving.js';

const bootstrap = { seed: 1, resamples: 203, level: 0.9 };

test('the bytes of each picture are read as any value of a curve is, from all of its points', () => {
  const points = [20, 31, 38, 44, 61, 70, 90].map((quality, i) => ({
    ...{ rate: 2 ** i, quality },
    sizes: [100 * 2 ** i, 30 * i + 7, 5 + i ** 3],
  }));
  // A point that another beats is passed over.
  const all = [...points, { rate: 100, quality: 40, sizes: [1e6, 1e6, 1e6] }];
  for (const quality of [20, 20.1, 33, 44, 52.5, 69.9, 89.9, 90]) {
    const whole = [0, 1, 2].map((i) =>
      valueAtQuality(
        all.map((point) => ({ ...point, value: point.sizes[i]! })),
        quality,
      ),
    );
    const read = sizesAtQuality(all, quality)!;
    for (const [i, size] of read.entries()) expect(size).toBeCloseTo(whole[i]!, 9);
  }
  for (const quality of [19.99, 90.01, Number.NaN]) expect(sizesAtQuality(all, quality)).toBeNull();
  expect(sizesAtQuality([], 30)).toBeNull();
  expect(sizesAtQuality(points.slice(0, 1), 20)).toEqual([100, 7, 5]);
});

test('a saving is that of all bytes, with the bootstrap interval over pairs of pictures', () => {
  const own = [50, 80, 130, 20];
  const other = [100, 90, 200, 70];
  const { percent, interval } = savings(bootstrap)(own, other);
  expect(percent).toBeCloseTo(100 * (1 - 280 / 460), 9);
  const pairs = own.map((bytes, i) => [bytes, other[i]!] as const);
  const drawn = bootstrapInterval(
    pairs,
    (sample) =>
      sample.reduce((total, [a]) => total + a, 0) / sample.reduce((total, [, b]) => total + b, 0),
    bootstrap,
  );
  expect(interval!.low).toBeCloseTo(100 * (1 - drawn.high), 9);
  expect(interval!.high).toBeCloseTo(100 * (1 - drawn.low), 9);
});

test('of one picture there is no interval', () => {
  expect(savings(bootstrap)([50], [100])).toEqual({ percent: 50, interval: null });
});

test('a tie is what holds 0, and of one picture equality', () => {
  expect(isTie({ percent: 1, interval: { low: -1, high: 3 } })).toBe(true);
  expect(isTie({ percent: 0, interval: { low: 0, high: 0 } })).toBe(true);
  expect(isTie({ percent: 2, interval: { low: 1, high: 3 } })).toBe(false);
  expect(isTie({ percent: -2, interval: { low: -3, high: -1 } })).toBe(false);
  expect([0, 1].map((percent) => isTie({ percent, interval: null }))).toEqual([true, false]);
});
