import { describe, expect, test } from 'vitest';
import {
  type LayerMap,
  sumStretched,
  tileMeansOfStretched,
} from '#src/metrics/learned/layer-maps.js';
import { tileGrid, tileMeans } from '#src/metrics/tiles.js';

const map = (width: number, height: number, seed: number): LayerMap => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => ((i * seed) % 97) / 97),
});

describe('sumStretched', () => {
  test('is the map itself at its own size', () => {
    const own = map(7, 5, 13);
    expect(sumStretched([own], 7, 5)).toEqual(own.data);
  });

  // torch.nn.functional.interpolate(mode='bilinear', align_corners=False) of [[0, 4, 8]] to 1 x 6,
  // and of [[0, 4], [8, 12]] to 3 x 4.
  test('is bilinear between the centres of pixels, as PyTorch has it', () => {
    const line = { width: 3, height: 1, data: Float32Array.of(0, 4, 8) };
    expect(Array.from(sumStretched([line], 6, 1))).toEqual([0, 1, 3, 5, 7, 8]);
    const square = { width: 2, height: 2, data: Float32Array.of(0, 4, 8, 12) };
    expect(Array.from(sumStretched([square], 4, 3))).toEqual([
      0, 1, 3, 4, 4, 5, 7, 8, 8, 9, 11, 12,
    ]);
  });

  test('adds the maps up', () => {
    const [a, b] = [map(5, 6, 7), map(3, 2, 11)];
    const [alone, other] = [sumStretched([a], 31, 23), sumStretched([b], 31, 23)];
    const sum = sumStretched([a, b], 31, 23);
    for (const [i, each] of sum.entries()) expect(each).toBeCloseTo(alone[i]! + other[i]!, 6);
    expect(sumStretched([], 2, 2)).toEqual(new Float32Array(4));
  });
});

test.each([
  [200, 150],
  [64, 64],
  [31, 17],
  [767, 131],
])('tile means without stretching are those of the stretched maps: %i x %i', (width, height) => {
  const maps = [map(47, 35, 7), map(11, 9, 11), map(1, 1, 5), map(width, height, 3)];
  const grid = tileGrid(width, height);
  const expected = tileMeans(grid, sumStretched(maps, width, height));
  const means = tileMeansOfStretched(maps, grid);
  expect(means).toHaveLength(expected.length);
  for (const [tile, mean] of means.entries()) expect(mean).toBeCloseTo(expected[tile]!, 5);
});
