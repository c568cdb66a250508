import type { LatentShape } from '../latents.js';
import type { SheetPlan } from './sheet.js';

/** A sheet of 1 channel for each group, its planes one below the other. */
export function stacked(shapes: readonly LatentShape[]): SheetPlan[] {
  return shapes.map(({ channels, height, width }, group) => ({
    channels: 1,
    height: channels * height,
    width,
    tiles: Array.from({ length: channels }, (_, plane) => ({
      group,
      plane,
      channel: 0,
      x: 0,
      y: plane * height,
    })),
  }));
}
