import type { Metric, Tile } from './metric.js';

const side = 64;

/**
 * The tiles of a picture, 64x64 pixels each. The last one of a row or column takes in what is left
 * over, so that no tile is a thin strip of little meaning; a picture below 64 is one tile.
 *
 *     width 150:   |  0 ... 63  |  64 ... 149  |
 */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  /** Where tile columns begin, in pixels, and after the last one the width. */
  readonly left: Int32Array;
  /** Where tile rows begin, in pixels, and after the last one the height. */
  readonly top: Int32Array;
}

export function tileGrid(width: number, height: number): TileGrid {
  const [left, top] = [edges(width), edges(height)];
  return { columns: left.length - 1, rows: top.length - 1, left, top };
}

function edges(length: number): Int32Array {
  const count = Math.max(1, Math.floor(length / side));
  return Int32Array.from({ length: count + 1 }, (_, i) => (i === count ? length : i * side));
}

/** The worst of the tiles, whose values stand row by row in `values`; the first of equals. */
export function worstTile(
  { columns, left, top }: TileGrid,
  values: ArrayLike<number>,
  better: Metric['better'],
): Tile {
  const sign = better === 'higher' ? 1 : -1;
  let worst = 0;
  for (let i = 1; i < values.length; i++) {
    if (sign * values[i]! < sign * values[worst]!) worst = i;
  }
  const [column, row] = [worst % columns, Math.floor(worst / columns)];
  const [x, y] = [left[column]!, top[row]!];
  return {
    x,
    y,
    width: left[column + 1]! - x,
    height: top[row + 1]! - y,
    value: values[worst]!,
  };
}

/** How many pixels a tile has; tiles are counted row by row. */
export function tilePixels({ columns, left, top }: TileGrid, tile: number): number {
  const [column, row] = [tile % columns, Math.floor(tile / columns)];
  return (left[column + 1]! - left[column]!) * (top[row + 1]! - top[row]!);
}

/** Mean of a per-pixel map over each tile, row by row. */
export function tileMeans(grid: TileGrid, map: Float32Array): Float64Array {
  const { columns, rows, left, top } = grid;
  const width = left[columns]!;
  const means = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let y = top[row]!; y < top[row + 1]!; y++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let x = left[column]!; x < left[column + 1]!; x++) sum += map[y * width + x]!;
        means[row * columns + column]! += sum;
      }
    }
    for (let column = 0; column < columns; column++) {
      const tile = row * columns + column;
      means[tile]! /= tilePixels(grid, tile);
    }
  }
  return means;
}
