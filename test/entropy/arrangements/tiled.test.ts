import { expect, test } from 'vitest';
import { tiled } from '#src/entropy/arrangements/tiled.js';

// The sketch at `tiled`: ten planes in tiles of three.
test('three planes at a time are the channels of a tile, row by row', () => {
  const [plan] = tiled([{ channels: 10, height: 4, width: 4 }]);
  expect(plan).toMatchObject({ channels: 3, height: 8, width: 8 });
  expect(plan!.tiles.map(({ plane, channel, x, y }) => [plane, channel, x, y])).toEqual([
    ...[0, 1, 2].map((plane) => [plane, plane, 0, 0]),
    ...[0, 1, 2].map((channel) => [3 + channel, channel, 4, 0]),
    ...[0, 1, 2].map((channel) => [6 + channel, channel, 0, 4]),
    [9, 0, 4, 4],
  ]);
});

test('the grid is as square as it gets', () => {
  const sides = (channels: number, height: number, width: number) =>
    tiled([{ channels, height, width }]).map((plan) => [plan.channels, plan.height, plan.width]);
  expect(sides(1, 3, 5)).toEqual([[1, 3, 5]]);
  expect(sides(48, 2, 32)).toEqual([[3, 32, 32]]);
  expect(sides(48, 32, 2)).toEqual([[3, 32, 32]]);
});
