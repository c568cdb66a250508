import type { TileGrid } from '../tiles.js';

const windowSide = 11;

/** One resolution of a picture. */
export interface Scale {
  readonly x: ScaleSide;
  readonly y: ScaleSide;
  /** Bits of a sample: 8 or 16 as in the picture, or 32 for sums of such samples as f32. */
  readonly bits: 8 | 16 | 32;
  /** What samples are divided by to span 0..255. */
  readonly unit: number;
}

/** One resolution along the width or the height. */
export interface ScaleSide {
  /** Samples. */
  readonly length: number;
  /** Windows of SSIM that lie wholly inside. */
  readonly windows: number;
  /** First window of each tile, and after the last one the number of windows. */
  readonly tiles: Int32Array;
  /** For each pixel of the picture, the window whose middle is nearest. */
  readonly nearest: Int32Array;
  /** How it came from the resolution before: boxes of so many samples, the first of them `pad` early. */
  readonly poolings: readonly Pooling[];
}

interface Pooling {
  readonly factor: number;
  readonly pad: number;
}

/** The picture as it is, with the edges of its tiles. */
export function fullScale({ left, top }: TileGrid, depth: 8 | 16): Scale {
  return { x: side(left, []), y: side(top, []), bits: depth, unit: depth === 8 ? 1 : 257 };
}

/**
 * The next resolution, whose samples are sums over boxes of factor x factor. With `padOdd`, an odd
 * side begins with a sample of 0 outside of the picture; else what fills no box is left out.
 */
export function pooledScale(scale: Scale, grid: TileGrid, factor: number, padOdd: boolean): Scale {
  const along = (edges: Int32Array, { length, poolings }: ScaleSide): ScaleSide =>
    side(edges, [...poolings, { factor, pad: padOdd ? length % 2 : 0 }]);
  return {
    x: along(grid.left, scale.x),
    y: along(grid.top, scale.y),
    bits: 32,
    unit: scale.unit * factor ** 2,
  };
}

function side(edges: Int32Array, poolings: readonly Pooling[]): ScaleSide {
  const pixels = edges.at(-1)!;
  const length = poolings.reduce((n, { factor, pad }) => Math.floor((n + pad) / factor), pixels);
  const windows = length - windowSide + 1;
  // A box across the edge of two tiles belongs to the second.
  const windowAt = (pixel: number, last: number): number => {
    const sample = poolings.reduce((n, { factor, pad }) => Math.floor((n + pad) / factor), pixel);
    return Math.min(Math.max(sample - (windowSide - 1) / 2, 0), last);
  };
  return {
    length,
    windows,
    tiles: edges.map((edge) => (edge === pixels ? windows : windowAt(edge, windows))),
    nearest: Int32Array.from({ length: pixels }, (_, pixel) => windowAt(pixel, windows - 1)),
    poolings,
  };
}

/** How many windows have their middle in each tile, row by row. */
export function windowsOfTiles({ x, y }: Scale): Int32Array {
  const columns = x.tiles.length - 1;
  return Int32Array.from({ length: columns * (y.tiles.length - 1) }, (_, tile) => {
    const [column, row] = [tile % columns, Math.floor(tile / columns)];
    return (x.tiles[column + 1]! - x.tiles[column]!) * (y.tiles[row + 1]! - y.tiles[row]!);
  });
}
