import { expect, test } from 'vitest';
import { bootstrapInterval, mean } from '#src/base/statistics.js';
import { meanIntervals } from '#src/curves/bootstrap.js';

test('intervals of many lists are those of each list by itself', () => {
  const bootstrap = { seed: 3, resamples: 200, level: 0.9 };
  const interval = meanIntervals(bootstrap);
  const lists = [[1, 5, 2], [4, 4.5, 9], [7, 1, 3, 8], [2], [1, 5, 2]];
  for (const list of lists) {
    expect(interval(list)).toEqual(bootstrapInterval(list, mean, bootstrap));
  }
});

test('a list so long that its draws are not kept has the same interval', () => {
  const bootstrap = { seed: 3, resamples: 101, level: 0.95 };
  const long = Array.from({ length: 200_000 }, (_, i) => Math.sin(i));
  expect(meanIntervals(bootstrap)(long)).toEqual(bootstrapInterval(long, mean, bootstrap));
});
