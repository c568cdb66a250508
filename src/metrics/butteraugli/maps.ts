import { pow } from '../../base/elementary.js';
import type { Raster } from '../../image/raster.js';
import type { ErrorMap } from '../metric.js';
import { type TileGrid, tileGrid } from '../tiles.js';
import { type Engine, openEngine } from './engine.js';
import { isTransparent } from './light.js';

/** Both norms of an error map, of all of it and tile by tile. */
export interface Norms {
  readonly max: number;
  readonly p3: number;
  readonly tileMax: Float64Array;
  readonly tileP3: Float64Array;
}

/** An original's error maps. */
export interface Maps {
  /** Worked out once for a decoded picture, as long as that object lives: it must not be changed. */
  norms(decoded: Raster): Norms;
  map(decoded: Raster): ErrorMap;
  close(): void;
}

/** @param asymmetry as in `openEngine` */
export async function openMaps(
  original: Raster,
  { asymmetry = 1 }: { asymmetry?: number } = {},
): Promise<Maps> {
  const black = await openEngine(original, { ground: 0, asymmetry });
  let white = black;
  try {
    if (isTransparent(original)) white = await openEngine(original, { ground: 1, asymmetry });
  } catch (thrown) {
    black.close();
    throw thrown;
  }
  const grid = tileGrid(original.width, original.height);
  const known = new WeakMap<Raster, Norms>();
  let current: Raster | undefined;

  const compare = (decoded: Raster): void => {
    if (current === decoded) return;
    current = undefined;
    if (white !== black || isTransparent(decoded)) compareOnBoth(black, white, decoded);
    else white.compare(decoded, 0);
    current = decoded;
  };
  return {
    norms(decoded) {
      const before = known.get(decoded);
      if (before) return before;
      compare(decoded);
      const norms = normsOf(white, grid);
      known.set(decoded, norms);
      return norms;
    },
    map(decoded) {
      compare(decoded);
      return copyMap(white);
    },
    close() {
      current = undefined;
      black.close();
      if (white !== black) white.close();
    },
  };
}

/** Leaves in `white` the larger of the two errors of each pixel. */
function compareOnBoth(black: Engine, white: Engine, decoded: Raster): void {
  black.compare(decoded, 0);
  const first = black.map().slice();
  white.compare(decoded, 1);
  const second = white.map();
  for (let i = 0; i < second.length; i++) second[i] = Math.max(second[i]!, first[i]!);
}

function normsOf(engine: Engine, { columns, rows, left, top }: TileGrid): Norms {
  const tileMax = new Float64Array(columns * rows);
  const tileP3 = new Float64Array(columns * rows);
  const total = new Float64Array(3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [left[column]!, top[row]!];
      const [width, height] = [left[column + 1]! - x, top[row + 1]! - y];
      const tile = row * columns + column;
      const sums = engine.sumsOfPowers(x, y, width, height);
      tileMax[tile] = engine.peak(x, y, width, height);
      tileP3[tile] = meanNorm(sums, width * height);
      for (let i = 0; i < 3; i++) total[i]! += sums[i]!;
    }
  }
  const pixels = left[columns]! * top[rows]!;
  return {
    max: tileMax.reduce((a, b) => Math.max(a, b)),
    p3: meanNorm(total, pixels),
    tileMax,
    tileP3,
  };
}

/** Mean of the 3-, 6- and 12-norm, each a mean over the pixels. */
function meanNorm(sums: Float64Array, pixels: number): number {
  return sums.reduce((total, sum, i) => total + pow(sum / pixels, 1 / (3 * 2 ** i)), 0) / 3;
}

function copyMap(engine: Engine): ErrorMap {
  const { width, height, row } = engine.frame;
  const map = engine.map();
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y * row) / 4;
    data.set(map.subarray(start, start + width), y * width);
  }
  return { width, height, data };
}
