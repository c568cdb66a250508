import { createRaster, type Raster } from '../../image/raster.js';
import type { Tile } from './draw.js';
import { costOfStep, lumaOf } from './luma.js';

/** Tiles of a picture set side by side. */
export interface Mosaic {
  readonly image: Raster;
  /** Count of pixels that begin a tile behind another one, to the right or below: the seams. */
  readonly seamPixels: number;
  /** Mean of log2(1 + d / 16) over the seams, d the step of luma across them in levels of 8 bits. */
  readonly seamStep: number;
}

/** How many columns a mosaic of so many tiles has: nearest to a square, no place left empty. */
export function columnsOf(count: number): number {
  for (let columns = Math.ceil(Math.sqrt(count)); columns < count; columns++) {
    if (count % columns === 0) return columns;
  }
  return count;
}

/** The nearest count up to `wanted` that makes a compact mosaic: at most twice as wide as high. */
export function compactCount(wanted: number): number {
  for (let count = Math.max(1, Math.floor(wanted)); count > 1; count--) {
    const columns = columnsOf(count);
    if (columns * columns <= 2 * count) return count;
  }
  return 1;
}

/** Sets tiles side by side, row by row, in the order given. */
export function makeMosaic(source: Raster, tiles: readonly Tile[]): Mosaic {
  const columns = columnsOf(tiles.length);
  const { side } = tiles[0]!;
  const { channels, depth } = source;
  const [width, height] = [columns * side, (tiles.length / columns) * side];
  const size = width * height * channels;
  const data = depth === 8 ? new Uint8Array(size) : new Uint16Array(size);
  tiles.forEach(({ left, top }, i) => {
    const x = (i % columns) * side;
    const y = Math.floor(i / columns) * side;
    for (let row = 0; row < side; row++) {
      const from = ((top + row) * source.width + left) * channels;
      data.set(
        source.data.subarray(from, from + side * channels),
        ((y + row) * width + x) * channels,
      );
    }
  });
  const image = createRaster({ width, height, channels, depth, data });
  return { image, ...measureSeams(image, side) };
}

function measureSeams(image: Raster, side: number): Omit<Mosaic, 'image'> {
  const { width, height } = image;
  const luma = lumaOf(image);
  let seamPixels = 0;
  let sum = 0;
  const cross = (at: number, before: number): void => {
    seamPixels += 1;
    sum += costOfStep(luma(before), luma(at));
  };
  for (let y = 0; y < height; y++) {
    for (let x = side; x < width; x += side) cross(y * width + x, y * width + x - 1);
  }
  for (let y = side; y < height; y += side) {
    for (let x = 0; x < width; x++) cross(y * width + x, (y - 1) * width + x);
  }
  return { seamPixels, seamStep: seamPixels === 0 ? 0 : sum / seamPixels };
}
