import { beforeAll, describe, expect, test } from 'vitest';
import { type BlockMap, type BlockMaps, makeBlockMaps } from '#src/estimate/map/block-maps.js';
import { areaSums } from '#src/estimate/tiles/area-sums.js';
import { type DrawOptions, drawTiles, type Tile } from '#src/estimate/tiles/draw.js';
import { fixedTiles } from '#src/estimate/tiles/fixed.js';
import { largePicture } from '../../support/estimates.ts';

const size = { width: 1536, height: 1024 };
const options: DrawOptions = { ...size, side: 256, count: 4, seed: 1, draws: 1000 };
let maps: BlockMaps;

beforeAll(async () => {
  const image = largePicture(size.width, size.height);
  maps = await makeBlockMaps(image);
});

/** How far the means of the tiles are from the whole picture's, summed over the maps. */
function distanceIn(all: readonly BlockMap[], tiles: readonly Tile[]): number {
  return all.reduce((sum, map) => {
    const sums = areaSums(map);
    const mean = tiles.reduce((all, t) => all + sums.mean(t.left, t.top, t.side), 0) / tiles.length;
    return sum + Math.abs(mean - map.mean) / Math.max(map.mean, 2);
  }, 0);
}

const distance = (tiles: readonly Tile[]) => distanceIn(Object.values(maps), tiles);

describe('drawn tiles', () => {
  test('are as many as asked for, lie in the picture, apart, at corners of blocks', () => {
    const tiles = drawTiles(maps, options)!;
    expect(tiles).toHaveLength(4);
    tiles.forEach((a, i) => {
      expect([a.side, a.left % 16, a.top % 16]).toEqual([256, 0, 0]);
      expect(a.left + 256).toBeLessThanOrEqual(size.width);
      expect(a.top + 256).toBeLessThanOrEqual(size.height);
      for (const b of tiles.slice(i + 1)) {
        expect(Math.max(Math.abs(a.left - b.left), Math.abs(a.top - b.top))).toBeGreaterThanOrEqual(
          256,
        );
      }
    });
  });

  test('are those of the seed', () => {
    expect(drawTiles(maps, options)).toEqual(drawTiles(maps, options));
    const others = [2, 3, 4, 5].map((seed) => drawTiles(maps, { ...options, seed }));
    expect(new Set(others.map((tiles) => JSON.stringify(tiles))).size).toBeGreaterThan(1);
  });

  test('have the bits of the whole picture, also after few draws, and nearer than at fixed places', () => {
    const [few, many] = [20, 1000].map((draws) =>
      [1, 2, 3].map((seed) => distance(drawTiles(maps, { ...options, seed, draws })!)),
    );
    expect(Math.max(...many!)).toBeLessThan(0.02);
    // Exchanges make up for draws.
    expect(Math.max(...few!)).toBeLessThan(0.05);
    const fixed = fixedTiles({ ...size, height: size.height / 2 }, 4, 256);
    expect(Math.max(...few!)).toBeLessThan(distance(fixed));
  });

  test('match luma where there are but traces of colour', () => {
    // A coefficient of chroma in one corner of the picture, nowhere else.
    const values = new Float64Array(maps.chroma.values.length);
    values[0] = 1;
    const traces = { ...maps, chroma: { ...maps.chroma, values, mean: 1 / values.length } };
    const { chroma: _, ...luma } = maps;
    const others = (tiles: readonly Tile[]) => distanceIn(Object.values(luma), tiles);
    expect(others(drawTiles(traces, options)!)).toBeLessThan(
      1.5 * others(drawTiles(maps, options)!),
    );
  });

  test('are none where there is no room, or no draw without overlaps', () => {
    expect(drawTiles(maps, { ...options, width: 200 })).toBeNull();
    expect(drawTiles(maps, { ...options, width: 320, height: 320 })).toBeNull();
  });
});
