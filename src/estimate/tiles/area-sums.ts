import { type BlockMap, blockSide } from '../map/block-maps.js';

/** Means of a map over rectangles, each at the cost of four reads (a summed-area table). */
export interface AreaSums {
  /** Of a block, the mean over a square of `side` pixels at (left, top), all multiples of 16. */
  mean(left: number, top: number, side: number): number;
}

/** Makes the table, one more column and row than the map has. */
export function areaSums({ columns, rows, values }: BlockMap): AreaSums {
  const stride = columns + 1;
  const sums = new Float64Array(stride * (rows + 1));
  for (let y = 0; y < rows; y++) {
    let line = 0;
    for (let x = 0; x < columns; x++) {
      line += values[y * columns + x]!;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + line;
    }
  }
  return {
    mean(left, top, side) {
      const blocks = side / blockSide;
      const x = left / blockSide;
      const upper = (top / blockSide) * stride + x;
      const lower = upper + blocks * stride;
      const sum = sums[lower + blocks]! - sums[lower]! - sums[upper + blocks]! + sums[upper]!;
      return sum / (blocks * blocks);
    },
  };
}
