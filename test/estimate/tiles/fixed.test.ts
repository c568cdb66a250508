import { expect, test } from 'vitest';
import { fixedTiles } from '#src/estimate/tiles/fixed.js';

test.each([
  [2000, 1300, 6],
  [1300, 2000, 6],
  [3000, 1000, 4],
  [1024, 1024, 12],
])('tiles of %ix%i lie in it, evenly, at corners of blocks', (width, height, count) => {
  const tiles = fixedTiles({ width, height }, count, 256);
  expect(tiles).toHaveLength(count);
  for (const { left, top, side } of tiles) {
    expect([side, left % 16, top % 16]).toEqual([256, 0, 0]);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(left + side).toBeLessThanOrEqual(width);
    expect(top + side).toBeLessThanOrEqual(height);
  }
  const columns = new Set(tiles.map(({ left }) => left)).size;
  const rows = new Set(tiles.map(({ top }) => top)).size;
  expect(columns * rows).toBe(count);
  expect(columns >= rows).toBe(width >= height);
});
