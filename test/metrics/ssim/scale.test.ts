import { expect, test } from 'vitest';
import { fullScale, pooledScale, windowsOfTiles } from '#src/metrics/ssim/scale.js';
import { tileGrid } from '#src/metrics/tiles.js';

const grid = tileGrid(151, 64);

test('windows of 11 lie wholly inside, and belong to the tile of their middle', () => {
  const scale = fullScale(grid, 8);
  expect([scale.x.length, scale.x.windows, scale.y.windows]).toEqual([151, 141, 54]);
  // The first window of the second tile is centred on pixel 64.
  expect([...scale.x.tiles]).toEqual([0, 59, 141]);
  expect([...windowsOfTiles(scale)]).toEqual([59 * 54, 82 * 54]);
});

test('pixels near the edges take the window that is nearest', () => {
  const { nearest } = fullScale(grid, 8).x;
  expect([0, 5, 6, 145, 146, 150].map((pixel) => nearest[pixel])).toEqual([0, 0, 1, 140, 140, 140]);
});

test('an odd side is padded by a sample, or loses what fills no box', () => {
  const full = fullScale(grid, 8);
  const padded = pooledScale(full, grid, 2, true);
  expect([padded.x.length, padded.y.length]).toEqual([76, 32]);
  expect(pooledScale(full, grid, 2, false).x.length).toBe(75);
  // Pixel 64 lies in box 32 either way: (64 + 1) / 2, rounded down.
  expect(padded.x.tiles[1]).toBe(27);
  expect(windowsOfTiles(padded).reduce((sum, each) => sum + each)).toBe(66 * 22);
});

test('sums of samples are brought to 0..255, of either depth', () => {
  // Four samples of 255, and sixteen of 65535.
  expect((4 * 255) / pooledScale(fullScale(grid, 8), grid, 2, true).unit).toBe(255);
  const deep = pooledScale(pooledScale(fullScale(grid, 16), grid, 2, true), grid, 2, true);
  expect((16 * 65535) / deep.unit).toBe(255);
});
