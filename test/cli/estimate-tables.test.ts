import { expect, test } from 'vitest';
import {
  accuracyTable,
  estimateCells,
  estimateHeads,
  estimateSplits,
} from '#src/cli/estimate-tables.js';
import { estimateOptions } from '#src/cli/options/estimate.js';
import { estimateRows } from '#src/leaderboard/estimate-rows.js';
import { scoreEstimates } from '#src/leaderboard/estimate-scores.js';
import { estimateOf } from '../support/records.ts';

const common = { spec: 'webp:quality=60', knob: 'quality', settings: { quality: 60 } };
const records = [
  estimateOf({ ...common, image: 'a' }),
  estimateOf({ ...common, image: 'b', chosen: 'exact' }),
  estimateOf({ ...common, image: 'a', estimator: 'header', predictedBytes: 25_000 }),
  estimateOf({ ...common, image: 'a', estimator: 'bands', chosen: 'exact' }),
];
const rows = estimateRows(
  scoreEstimates(records, () => 2500),
  estimateSplits.all,
);

test('a line for each estimator that answered; the others are told below', () => {
  const text = accuracyTable(rows, 'all');
  const lines = text.split('\n').map((line) => line.trim().split(/\s{2,}/));
  expect(lines[0]!.slice(0, 5)).toEqual(['codec', 'class', 'setting', 'megapixels', 'estimator']);
  expect(lines[2]).toEqual([
    ...['webp', 'photograph', 'quality=60', '<0.5', 'header', '1'],
    ...['900.0', '+900.0', '900.0', '900.0', '100', '20.0', '0/1/0'],
  ]);
  expect(lines[3]!.slice(4)).toEqual([
    ...['tiles', '1', '4.00', '+4.00', '4.00', '4.00', '100', '20.0', '0/1/0'],
  ]);
  expect(text).toContain('left out, since another estimator had to answer: 1 of bands, 1 of tiles');
  expect(accuracyTable(rows, 'class').split('\n')[0]).not.toContain('setting');
  expect(accuracyTable([], 'all')).toBe('no estimate could be compared with an actual size');
});

test('the option has the tables that there are', () => {
  expect(estimateOptions.table.choices).toEqual(Object.keys(estimateSplits));
});

test('cells for programs go with their heads', () => {
  for (const row of rows) expect(estimateCells(row)).toHaveLength(estimateHeads.length);
  const tiles = estimateCells(rows.find(({ estimator }) => estimator === 'tiles')!);
  const at = (head: string) => tiles[estimateHeads.indexOf(head)];
  expect([at('setting'), at('handed_over'), at('coverage')]).toEqual(['quality=60', 1, 1]);
  expect([at('time_share'), at('medium'), at('low_p95')]).toEqual([0.2, 1, null]);
});
