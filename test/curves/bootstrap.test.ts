import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootstrapInterval, mean } from '#src/base/statistics.js';
import { defaultBootstrap, meanIntervals, quotientIntervals } from '#src/curves/bootstrap.js';

// Sums are taken four at a time: with no, one, two and three left over.
test.each([200, 201, 202, 203])(
  '%d resamples of many lists are those of each list',
  (resamples) => {
    const bootstrap = { seed: 3, resamples, level: 0.9 };
    const interval = meanIntervals(bootstrap);
    const lists = [[1, 5, 2], [4, 4.5, 9], [7, 1, 3, 8], [2], [1, 5, 2]];
    for (const list of lists) {
      expect(interval(list)).toEqual(bootstrapInterval(list, mean, bootstrap));
    }
  },
);

test('a list so long that its draws are not kept has the same interval', () => {
  const bootstrap = { seed: 3, resamples: 101, level: 0.95 };
  const long = Array.from({ length: 20_000 }, (_, i) => Math.sin(i));
  const options = { mostDraws: 2_000_000 };
  const expected = bootstrapInterval(long, mean, bootstrap);
  expect(meanIntervals(bootstrap, options)(long)).toEqual(expected);
  expect(meanIntervals(bootstrap)(long)).toEqual(expected);
  const twice = long.map((value) => 2 * (value + 2));
  const half = quotientIntervals(bootstrap, options)(
    long.map((value) => value + 2),
    twice,
  );
  expect(half.low).toBeCloseTo(0.5, 9);
  expect(half.high).toBeCloseTo(0.5, 9);
});

test('intervals are drawn as in the leaderboard that is shipped: the same records give the same file', () => {
  const shipped = JSON.parse(readFileSync('results/baseline/leaderboard.json', 'utf8'));
  expect(defaultBootstrap).toEqual(shipped.bootstrap);
});
