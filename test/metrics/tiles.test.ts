import { describe, expect, test } from 'vitest';
import { tileGrid, tileMeans, worstTile } from '#src/metrics/tiles.js';

describe('tileGrid', () => {
  test.each([
    [1, [0, 1]],
    [63, [0, 63]],
    [64, [0, 64]],
    [127, [0, 127]],
    [128, [0, 64, 128]],
    [150, [0, 64, 150]],
  ])('a width of %d', (width, left) => {
    const grid = tileGrid(width, 64);
    expect(Array.from(grid.left)).toEqual(left);
    expect(grid.columns).toBe(left.length - 1);
    expect([grid.rows, Array.from(grid.top)]).toEqual([1, [0, 64]]);
  });
});

describe('worstTile', () => {
  const grid = tileGrid(150, 200);

  test('is the lowest or the highest, with its place', () => {
    const values = [5, 4, 3, 9, 8, 7];
    expect(worstTile(grid, values, 'higher')).toEqual({
      x: 0,
      y: 64,
      width: 64,
      height: 64,
      value: 3,
    });
    expect(worstTile(grid, values, 'lower')).toEqual({
      x: 64,
      y: 64,
      width: 86,
      height: 64,
      value: 9,
    });
  });

  test('is the first of equals, also where all are infinite', () => {
    expect(worstTile(grid, new Array(6).fill(Number.POSITIVE_INFINITY), 'higher')).toMatchObject({
      x: 0,
      y: 0,
    });
  });
});

test('tileMeans are means over each tile', () => {
  const [width, height] = [130, 70];
  const grid = tileGrid(width, height);
  const map = Float32Array.from({ length: width * height }, (_, i) => (i % width < 64 ? 1 : 3));
  map[width * 10 + 100] = 3 + 66 * 70;
  expect(Array.from(tileMeans(grid, map))).toEqual([1, 4]);
});
