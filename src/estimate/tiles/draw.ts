import { seededRandom } from '../../base/statistics.js';
import { type BitMap, blockSide } from '../map/bit-map.js';
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

/** The map whose bits order the candidates: a middle quality. */
const middle = (maps: readonly BitMap[]): number => Math.floor(maps.length / 2);

/**
 * Draws tiles that stand for the whole picture: candidates are ordered by their bits, one is drawn
 * from each of `count` equal strata, and of all draws the one is kept whose means are nearest to the
 * whole picture's in every map (balanced sampling; Deville and Tillé 2004, here by rejection). Tiles
 * do not overlap.
 * @returns null where the picture has no room for as many tiles
 */
export function drawTiles(maps: readonly BitMap[], options: DrawOptions): readonly Tile[] | null {
  const { side, count, draws, seed } = options;
  const tiles = candidates(options);
  if (tiles.length < count) return null;
  const sums = maps.map(areaSums);
  // Bits of every candidate in every map, over the mean of the whole picture.
  const shares = maps.map((map, m) =>
    Float64Array.from(tiles, ({ left, top }) => sums[m]!.mean(left, top, side) / map.mean),
  );
  const order = [...tiles.keys()];
  const by = shares[middle(maps)]!;
  order.sort((a, b) => by[a]! - by[b]! || a - b);
  const random = seededRandom(seed);
  let best: readonly number[] | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  const chosen: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    chosen.length = 0;
    for (let i = 0; i < count; i++) {
      const place = Math.floor(((i + random.next()) * order.length) / count);
      chosen.push(order[Math.min(order.length - 1, place)]!);
    }
    const distance = distanceOf(shares, chosen);
    if (distance >= nearest || overlap(tiles, chosen)) continue;
    nearest = distance;
    best = [...chosen];
  }
  return best?.map((at) => tiles[at]!) ?? null;
}

/** All places on the grid, which lies in the middle of the picture. */
function candidates({ width, height, side }: DrawOptions): Tile[] {
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

/** Sum over the maps of how far the mean of the tiles is from the whole's, as a share of it. */
function distanceOf(shares: readonly Float64Array[], chosen: readonly number[]): number {
  let distance = 0;
  for (const share of shares) {
    let sum = 0;
    for (const at of chosen) sum += share[at]!;
    distance += Math.abs(sum / chosen.length - 1);
  }
  return distance;
}

function overlap(tiles: readonly Tile[], chosen: readonly number[]): boolean {
  return chosen.some((at, i) => {
    const a = tiles[at]!;
    return chosen.slice(0, i).some((other) => {
      const b = tiles[other]!;
      return Math.abs(a.left - b.left) < a.side && Math.abs(a.top - b.top) < a.side;
    });
  });
}
