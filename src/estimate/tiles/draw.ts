import { seededRandom } from '../../base/statistics.js';
import { type BlockMap, type BlockMaps, blockSide } from '../map/block-maps.js';
import { areaSums } from './area-sums.js';

/** A square of the picture, by its upper left corner. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Options of `drawTiles`. */
export interface DrawOptions {
  /** Size of the picture. */
  readonly width: number;
  readonly height: number;
  /** Side of a tile, a multiple of 16. */
  readonly side: number;
  readonly count: number;
  /** Whole number from 0; the same seed gives the same tiles. */
  readonly seed: number;
  /** How many draws are compared. */
  readonly draws: number;
}

/** Tiles begin at multiples of this many pixels: a quarter of the usual tile. */
const step = 64;

/**
 * Draws tiles that stand for the whole picture: candidates are ordered by their bits in the coarse map, one
 * is drawn from each of `count` equal strata, and of all draws the one is kept whose means are nearest
 * to the whole picture's in every map (balanced sampling; Deville and Tillé 2004, here by rejection), from
 * which exchanges go on. Tiles do not overlap.
 * @returns null where the picture has no room for as many tiles
 */
export function drawTiles(maps: BlockMaps, options: DrawOptions): readonly Tile[] | null {
  const { count, draws, seed } = options;
  const tiles = placesOf(options);
  if (tiles.length < count) return null;
  const order = [...tiles.keys()];
  const by = deviations(maps.coarse, tiles);
  const all = Object.values(maps).map((map) => deviations(map, tiles));
  order.sort((a, b) => by[a]! - by[b]! || a - b);
  const random = seededRandom(seed);
  let best: Int32Array | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  const chosen = new Int32Array(count);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < count; i++) {
      const place = Math.floor(((i + random.next()) * order.length) / count);
      chosen[i] = order[Math.min(order.length - 1, place)]!;
    }
    const distance = distanceWithin(nearest, all, chosen);
    if (distance >= nearest || overlap(tiles, chosen)) continue;
    nearest = distance;
    best = chosen.slice();
  }
  if (best === null) return null;
  exchange(best, { order, tiles, all, nearest });
  return Array.from(best, (at) => tiles[at]!);
}

/** How often every tile is given up for the best of its stratum. */
const passes = 4;

/**
 * Goes on from a draw: each tile in turn is exchanged for the one of its stratum with which the means are
 * nearest, until none is nearer.
 */
function exchange(
  chosen: Int32Array,
  {
    order,
    tiles,
    all,
    nearest,
  }: {
    readonly order: readonly number[];
    readonly tiles: readonly Tile[];
    readonly all: readonly Float64Array[];
    readonly nearest: number;
  },
): void {
  const count = chosen.length;
  const sums = all.map((map) => chosen.reduce((sum, at) => sum + map[at]!, 0));
  let distance = nearest;
  for (let pass = 0, isNearer = true; pass < passes && isNearer; pass++) {
    isNearer = false;
    for (let i = 0; i < count; i++) {
      const from = Math.floor((i * order.length) / count);
      const end = Math.floor(((i + 1) * order.length) / count);
      for (let place = from; place < end; place++) {
        const before = chosen[i]!;
        const at = order[place]!;
        let other = 0;
        for (let m = 0; m < all.length && other < distance; m++) {
          other += Math.abs(sums[m]! - all[m]![before]! + all[m]![at]!) / count;
        }
        if (other >= distance) continue;
        chosen[i] = at;
        if (overlap(tiles, chosen)) {
          chosen[i] = before;
          continue;
        }
        all.forEach((map, m) => {
          sums[m] = sums[m]! + map[at]! - map[before]!;
        });
        distance = other;
        isNearer = true;
      }
    }
  }
}

/** All places that tiles are drawn from: on a grid, which lies in the middle of the picture. */
export function placesOf({
  width,
  height,
  side,
}: Pick<DrawOptions, 'width' | 'height' | 'side'>): Tile[] {
  const columns = Math.floor((width - side) / step) + 1;
  const rows = Math.floor((height - side) / step) + 1;
  if (columns < 1 || rows < 1) return [];
  const start = (all: number, count: number): number =>
    Math.floor((all - (count - 1) * step - side) / 2 / blockSide) * blockSide;
  const [left, top] = [start(width, columns), start(height, rows)];
  return Array.from({ length: columns * rows }, (_, i) => ({
    left: left + (i % columns) * step,
    top: top + Math.floor(i / columns) * step,
    side,
  }));
}

/**
 * Mean of a block of a map below which it tells little: two coefficients in 256 pixels. Otherwise the
 * traces of colour in a grey picture would outweigh all else.
 */
const leastMean = 2;

/** How far what each tile holds is from the whole picture's mean, as a share of it. */
function deviations(map: BlockMap, tiles: readonly Tile[]): Float64Array {
  const sums = areaSums(map);
  const { mean } = map;
  const unit = Math.max(mean, leastMean);
  return Float64Array.from(
    tiles,
    ({ left, top, side }) => (sums.mean(left, top, side) - mean) / unit,
  );
}

/**
 * Sum over the maps of how far the mean of the tiles is from the whole's, as a share of it; only so far
 * summed as it is below `most`.
 */
function distanceWithin(most: number, maps: readonly Float64Array[], chosen: Int32Array): number {
  const count = chosen.length;
  let distance = 0;
  for (let m = 0; m < maps.length && distance < most; m++) {
    const map = maps[m]!;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += map[chosen[i]!]!;
    distance += Math.abs(sum / count);
  }
  return distance;
}

function overlap(tiles: readonly Tile[], chosen: Int32Array): boolean {
  for (let i = 1; i < chosen.length; i++) {
    const a = tiles[chosen[i]!]!;
    for (let j = 0; j < i; j++) {
      const b = tiles[chosen[j]!]!;
      if (Math.abs(a.left - b.left) < a.side && Math.abs(a.top - b.top) < a.side) return true;
    }
  }
  return false;
}
