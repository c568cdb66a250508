import type { TileGrid } from '../tiles.js';

/** A map over a picture at a resolution of its own, row-major. */
export interface LayerMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/**
 * Sum of maps that are stretched to one size: bilinear, pixel centres on pixel centres, edges
 * repeated (PyTorch's `align_corners=False`).
 */
export function sumStretched(
  maps: readonly LayerMap[],
  width: number,
  height: number,
): Float32Array {
  const sum = new Float32Array(width * height);
  for (const map of maps) {
    const [columns, rows] = [stretch(map.width, width), stretch(map.height, height)];
    const line = new Float32Array(map.width);
    for (let y = 0; y < height; y++) {
      const [above, below] = [rows.from[y]! * map.width, rows.to[y]! * map.width];
      const down = rows.share[y]!;
      for (let x = 0; x < map.width; x++) {
        const upper = map.data[above + x]!;
        line[x] = upper + down * (map.data[below + x]! - upper);
      }
      for (let x = 0, i = y * width; x < width; x++, i++) {
        const left = line[columns.from[x]!]!;
        sum[i]! += left + columns.share[x]! * (line[columns.to[x]!]! - left);
      }
    }
  }
  return sum;
}

/**
 * Mean of `sumStretched` over each tile, without stretching: a tile's mean is a weighted sum of the
 * map's own values.
 */
export function tileMeansOfStretched(maps: readonly LayerMap[], grid: TileGrid): Float64Array {
  const { columns, rows, left, top } = grid;
  const means = new Float64Array(columns * rows);
  for (const { width, height, data } of maps) {
    const across = tileWeights(stretch(width, left[columns]!), left, width);
    const down = tileWeights(stretch(height, top[rows]!), top, height);
    for (let y = 0; y < height; y++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let x = 0; x < width; x++) sum += across[column * width + x]! * data[y * width + x]!;
        for (let row = 0; row < rows; row++) {
          means[row * columns + column]! += down[row * height + y]! * sum;
        }
      }
    }
  }
  return means;
}

/** For each target sample the two source samples between which it lies, and how far along. */
interface Stretch {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly share: Float64Array;
}

function stretch(source: number, target: number): Stretch {
  const from = new Int32Array(target);
  const to = new Int32Array(target);
  const share = new Float64Array(target);
  for (let i = 0; i < target; i++) {
    const at = Math.max(0, ((i + 0.5) * source) / target - 0.5);
    from[i] = Math.floor(at);
    to[i] = Math.min(source - 1, from[i]! + 1);
    share[i] = at - from[i]!;
  }
  return { from, to, share };
}

/** What each source sample counts in the mean of each tile: tiles x samples. */
function tileWeights(
  { from, to, share }: Stretch,
  edges: Int32Array,
  samples: number,
): Float64Array {
  const tiles = edges.length - 1;
  const weights = new Float64Array(tiles * samples);
  for (let tile = 0; tile < tiles; tile++) {
    const size = edges[tile + 1]! - edges[tile]!;
    for (let i = edges[tile]!; i < edges[tile + 1]!; i++) {
      weights[tile * samples + from[i]!]! += (1 - share[i]!) / size;
      weights[tile * samples + to[i]!]! += share[i]! / size;
    }
  }
  return weights;
}
