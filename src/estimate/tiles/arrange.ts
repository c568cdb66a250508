import { seededRandom } from '../../base/statistics.js';
import type { Raster } from '../../image/raster.js';
import type { Tile } from './draw.js';
import { costOfStep, lumaOf } from './luma.js';
import { columnsOf } from './mosaic.js';

/** How many exchanges are tried for each tile. */
const trialsPerTile = 300;

/**
 * An order of the tiles in which neighbours of the mosaic go together: exchanges that lower the sum of
 * the steps of luma across the seams are kept, others with a falling probability (simulated annealing;
 * Kirkpatrick, Gelatt and Vecchi 1983). The same seed gives the same order.
 */
export function arrangeTiles(image: Raster, tiles: readonly Tile[], seed: number): readonly Tile[] {
  const columns = columnsOf(tiles.length);
  const { right, below } = neighbourCosts(image, tiles);
  const count = tiles.length;
  const trials = trialsPerTile * count;
  const order = [...tiles.keys()];
  const costOf = (): number => {
    let cost = 0;
    for (let i = 0; i < count; i++) {
      const row = order[i]! * count;
      if ((i + 1) % columns !== 0) cost += right[row + order[i + 1]!]!;
      if (i + columns < count) cost += below[row + order[i + columns]!]!;
    }
    return cost;
  };
  const exchange = (a: number, b: number): void => {
    const kept = order[a]!;
    order[a] = order[b]!;
    order[b] = kept;
  };
  const random = seededRandom(seed);
  let cost = costOf();
  let best = [...order];
  let least = cost;
  for (let trial = 0; trial < trials; trial++) {
    const a = random.integer(count);
    const b = random.integer(count);
    exchange(a, b);
    const changed = costOf();
    const heat = 0.03 * least * (1 - trial / trials);
    if (changed < cost || random.next() < Math.exp((cost - changed) / heat)) {
      cost = changed;
      if (cost < least) {
        least = cost;
        best = [...order];
      }
    } else exchange(a, b);
  }
  return best.map((at) => tiles[at]!);
}

/** What it costs that one tile stands right of, or below, another: rows are the first of the two. */
function neighbourCosts(
  image: Raster,
  tiles: readonly Tile[],
): { right: Float64Array; below: Float64Array } {
  const luma = lumaOf(image);
  const edges = tiles.map(({ left, top, side }) => {
    const edge = (x: number, y: number, dx: number, dy: number): Float64Array => {
      const values = new Float64Array(side);
      for (let i = 0; i < side; i++) {
        values[i] = luma((top + y + i * dy) * image.width + left + x + i * dx);
      }
      return values;
    };
    return {
      left: edge(0, 0, 0, 1),
      right: edge(side - 1, 0, 0, 1),
      top: edge(0, 0, 1, 0),
      bottom: edge(0, side - 1, 1, 0),
    };
  });
  const between = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += costOfStep(a[i]!, b[i]!);
    return sum;
  };
  const count = tiles.length;
  const right = new Float64Array(count * count);
  const below = new Float64Array(count * count);
  edges.forEach((first, i) => {
    edges.forEach((second, j) => {
      right[i * count + j] = between(first.right, second.left);
      below[i * count + j] = between(first.bottom, second.top);
    });
  });
  return { right, below };
}
