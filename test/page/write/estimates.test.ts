import { expect, test } from 'vitest';
import { scoreEstimates } from '#src/leaderboard/estimate-scores.js';
import { pageEstimates } from '#src/page/model/estimates-file.js';
import { estimatesOf } from '#src/page/write/estimates.js';
import { estimateOf } from '../../support/records.ts';

const records = ['b', 'a'].flatMap((image) =>
  ['tiles', 'auto'].map((estimator) =>
    estimateOf({ spec: 'webp', image, estimator, chosen: 'tiles' }),
  ),
);
const { scored } = scoreEstimates(records, () => 2500);

test('points by what they have in common, images by their names', () => {
  const value = estimatesOf([], scored);
  expect(pageEstimates.parse(value)).toEqual(value);
  expect(value.images).toEqual([
    { dataset: 'set', name: 'a' },
    { dataset: 'set', name: 'b' },
  ]);
  expect(value.series.map(({ estimator }) => estimator)).toEqual(['auto', 'tiles']);
  expect(value.series[0]!.points).toEqual([
    [0, 2500, 2600, 2000, 3000, 1, 0.2],
    [1, 2500, 2600, 2000, 3000, 1, 0.2],
  ]);
});

test('the order of the records makes no difference', () => {
  expect(estimatesOf([], scored.toReversed())).toEqual(estimatesOf([], scored));
});
