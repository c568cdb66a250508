import type { LatentShape } from '../latents.js';
import type { SheetPlan } from './sheet.js';

/**
 * An RGB sheet for each group: three planes at a time are the channels of a tile, and the tiles lie
 * row by row in a grid that is as square as it gets.
 *
 *     planes 0 1 2 | 3 4 5        The last tile, and the last row of tiles, may be incomplete.
 *     -------------+------        A group of 1 plane is a sheet of 1 channel.
 *            6 7 8 | 9
 */
export function tiled(shapes: readonly LatentShape[]): SheetPlan[] {
  return shapes.map(({ channels: planes, height, width }, group) => {
    const channels = planes === 1 ? 1 : 3;
    const count = Math.ceil(planes / channels);
    const columns = Math.min(count, Math.max(1, Math.round(Math.sqrt((count * height) / width))));
    return {
      channels,
      height: Math.ceil(count / columns) * height,
      width: columns * width,
      tiles: Array.from({ length: planes }, (_, plane) => {
        const tile = Math.floor(plane / channels);
        return {
          group,
          plane,
          channel: plane % channels,
          x: (tile % columns) * width,
          y: Math.floor(tile / columns) * height,
        };
      }),
    };
  });
}
