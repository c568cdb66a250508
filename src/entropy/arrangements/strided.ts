import type { LatentShape } from '../latents.js';
import type { SheetPlan } from './sheet.js';
import { tiled } from './tiled.js';

/**
 * An RGB sheet for each group of 3 n² planes, as WaLLoC and LiVeAction lay theirs out: the first n²
 * planes are red, in a grid of n x n row by row, the next ones green, the last blue.
 *
 *     red 0 1   green 4 5   blue 8 9       12 planes: n = 2. Any other number of planes is laid
 *         2 3         6 7       10 11      out as `tiled` does.
 */
export function strided(shapes: readonly LatentShape[]): SheetPlan[] {
  return shapes.map((shape, group) => {
    const { channels: planes, height, width } = shape;
    const columns = Math.sqrt(planes / 3);
    if (!Number.isInteger(columns)) {
      const plan = tiled([shape])[0]!;
      return { ...plan, tiles: plan.tiles.map((tile) => ({ ...tile, group })) };
    }
    const count = columns ** 2;
    return {
      channels: 3,
      height: columns * height,
      width: columns * width,
      tiles: Array.from({ length: planes }, (_, plane) => ({
        group,
        plane,
        channel: Math.floor(plane / count),
        x: ((plane % count) % columns) * width,
        y: Math.floor((plane % count) / columns) * height,
      })),
    };
  });
}
