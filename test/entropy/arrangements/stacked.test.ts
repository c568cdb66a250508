import { expect, test } from 'vitest';
import { stacked } from '#src/entropy/arrangements/stacked.js';

test('a sheet for each group, its planes one below the other', () => {
  const plans = stacked([
    { channels: 3, height: 2, width: 5 },
    { channels: 1, height: 1, width: 1 },
  ]);
  expect(plans.map(({ channels, height, width }) => [channels, height, width])).toEqual([
    [1, 6, 5],
    [1, 1, 1],
  ]);
  expect(plans[0]!.tiles.map(({ plane, x, y }) => [plane, x, y])).toEqual([
    [0, 0, 0],
    [1, 0, 2],
    [2, 0, 4],
  ]);
  expect(plans[1]!.tiles[0]).toMatchObject({ group: 1, channel: 0 });
});
