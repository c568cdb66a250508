import type { TileGrid } from '../tiles.js';
import { mapsPerPlane, mapWeight, planes } from './score.js';

/** One scale of a picture: its size, what counts there, and where its parts lie in memory. */
export interface Scale {
  readonly width: number;
  readonly height: number;
  /** Bits 0 to 2: whether X, Y and B count; bits 3 to 5: whether their dissimilarity does. */
  readonly needs: number;
  /** Bytes from the first scale's linear light to this one's; the first scale itself keeps none. */
  readonly linearAt: number;
  /** Bytes from what the first scale keeps of an original to what this one keeps. */
  readonly preparedAt: number;
  /** The tiles as they lie at this scale. */
  readonly grid: TileGrid;
  /** Weights of the maps in an error map, plane by plane. */
  readonly weights: readonly number[];
}

export interface Scales {
  readonly scales: readonly Scale[];
  /** Bytes of linear light, and of what is kept of an original, at all scales. */
  readonly linearBytes: number;
  readonly preparedBytes: number;
}

/**
 * The scales of a picture with such tiles, 6 at most: each is half the one before, rounded up, while
 * that has 8 pixels or more a side.
 */
export function scalesOf(grid: TileGrid): Scales {
  const sizes = [{ width: grid.left[grid.columns]!, height: grid.top[grid.rows]! }];
  while (sizes.length < 6) {
    const { width, height } = sizes.at(-1)!;
    if (Math.min(width, height) < 8) break;
    sizes.push({ width: Math.ceil(width / 2), height: Math.ceil(height / 2) });
  }
  let [linearBytes, preparedBytes] = [0, 0];
  const scales = sizes.map(({ width, height }, scale): Scale => {
    const weights = Array.from({ length: planes * mapsPerPlane }, (_, i) =>
      mapWeight(Math.floor(i / mapsPerPlane), scale, sizes.length, i % mapsPerPlane),
    );
    const { needs, kept } = needsOf(weights);
    const [linearAt, preparedAt] = [linearBytes, preparedBytes];
    if (scale > 0) linearBytes += 3 * planeBytes(width, height);
    preparedBytes += kept * planeBytes(width, height);
    return {
      width,
      height,
      needs,
      linearAt,
      preparedAt,
      grid: scaledGrid(grid, scale, width, height),
      weights,
    };
  });
  return { scales, linearBytes, preparedBytes };
}

/** Of an original the edges are kept, or plane, mean and mean square where dissimilarity counts. */
function needsOf(weights: readonly number[]): { needs: number; kept: number } {
  let [needs, kept] = [0, 0];
  for (let plane = 0; plane < planes; plane++) {
    const maps = weights.slice(plane * mapsPerPlane, (plane + 1) * mapsPerPlane);
    if (maps.every((weight) => weight === 0)) continue;
    const dissimilarity = maps[0] !== 0;
    needs |= (dissimilarity ? 9 : 1) << plane;
    kept += dissimilarity ? 3 : 1;
  }
  return { needs, kept };
}

/** Bytes of a plane of floats whose rows are whole vectors. */
export function planeBytes(width: number, height: number): number {
  return 16 * Math.ceil(width / 4) * height;
}

/** 64 pixels become 2 at the sixth scale, so that no tile is empty. */
function scaledGrid(
  { columns, rows, left, top }: TileGrid,
  scale: number,
  width: number,
  height: number,
): TileGrid {
  return {
    columns,
    rows,
    left: left.map((x, i) => (i === columns ? width : x >> scale)),
    top: top.map((y, i) => (i === rows ? height : y >> scale)),
  };
}
