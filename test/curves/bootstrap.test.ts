import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootstrapInterval, mean } from '#src/base/statistics.js';
import { defaultBootstrap, meanIntervals, quotientIntervals } from '#src/curves/bootstrap.js';

// Sums are taken four at a time: with no, one, two and three left over.
test.each([200, 201, 202, 203])(
  '%d resamples of many lists are those of each list',
  (resamples) => {
    const bootstrap = { seed: 3, resamples, level: 0.9 };
    const lists = [[1, 5, 2], [4, 4.5, 9], [7, 1, 3, 8], [2], [], [1, 5, 2]];
    const found = meanIntervals(
      lists.map((list) => Float64Array.from(list)),
      bootstrap,
    );
    const each = lists.map((list) =>
      list.length === 0 ? null : bootstrapInterval(list, mean, bootstrap),
    );
    expect(found).toEqual(each);
  },
);

// All draws of the short list are made at once, those of the others in parts; of the last, four a part.
test.each([4000, 20_000, 260_000])('%d values, which are drawn in parts, as at once', (length) => {
  const bootstrap = { seed: 3, resamples: 11, level: 0.95 };
  const long = Array.from({ length }, (_, i) => Math.sin(i));
  const expected = bootstrapInterval(long, mean, bootstrap);
  expect(meanIntervals([Float64Array.from(long)], bootstrap)).toEqual([expected]);
});

test('a list so long that its draws are not kept has the same interval of quotients', () => {
  const bootstrap = { seed: 3, resamples: 101, level: 0.95 };
  const over = Array.from({ length: 20_000 }, (_, i) => Math.sin(i) + 2);
  const under = over.map((_, i) => Math.cos(i) + 3);
  const kept = quotientIntervals(bootstrap)(over, under);
  expect(quotientIntervals(bootstrap, { mostDraws: 2_000_000 })(over, under)).toEqual(kept);
});

test('intervals are drawn as in the leaderboard that is shipped: the same records give the same file', () => {
  const shipped = JSON.parse(readFileSync('results/baseline/leaderboard.json', 'utf8'));
  expect(defaultBootstrap).toEqual(shipped.bootstrap);
});
