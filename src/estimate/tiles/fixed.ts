import { blockSide } from '../map/block-maps.js';
import type { Tile } from './draw.js';
import { columnsOf } from './mosaic.js';

/**
 * Tiles in the middle of the cells of an even grid, more columns than rows where the picture is wide.
 * Their corners lie at multiples of 16.
 */
export function fixedTiles(
  { width, height }: { readonly width: number; readonly height: number },
  count: number,
  side: number,
): Tile[] {
  const long = columnsOf(count);
  const short = count / long;
  const [columns, rows] = width >= height ? [long, short] : [short, long];
  const place = (all: number, cells: number, cell: number): number =>
    Math.floor(Math.max(0, ((cell + 0.5) * all) / cells - side / 2) / blockSide) * blockSide;
  return Array.from({ length: count }, (_, i) => ({
    left: place(width, columns, i % columns),
    top: place(height, rows, Math.floor(i / columns)),
    side,
  }));
}
