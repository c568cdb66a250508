import type { LatentShape, Latents } from '../latents.js';

/**
 * An array as coders take it: 1 channel, or 3 for a coder of RGB pictures; channels one after the
 * other, each row-major.
 */
export interface Sheet {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly data: Int16Array;
}

/** The place of one plane of the latents in a sheet. */
export interface Tile {
  readonly group: number;
  /** Of the group. */
  readonly plane: number;
  /** Of the sheet. */
  readonly channel: number;
  readonly x: number;
  readonly y: number;
}

/** A sheet still without its values: which plane goes where. Tiles never overlap. */
export interface SheetPlan {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly tiles: readonly Tile[];
}

/**
 * Copies the planes to their places. What no plane covers gets the value of the sheet that is
 * nearest to zero, so that it does not widen the range.
 */
export function fillSheet(plan: SheetPlan, groups: readonly Latents[]): Sheet {
  const { channels, height, width, tiles } = plan;
  const data = new Int16Array(channels * height * width);
  if (coveredBy(tiles, groups) < data.length) data.fill(nearestToZero(tiles, groups));
  for (const tile of tiles) {
    const group = groups[tile.group]!;
    const plane = planeOf(group, tile.plane);
    for (let row = 0; row < group.height; row++) {
      const values = plane.subarray(row * group.width, (row + 1) * group.width);
      data.set(values, placeOf(plan, tile, row));
    }
  }
  return { channels, height, width, data };
}

/** Copies the planes back: the inverse of `fillSheet`. Groups of other sheets stay as they are. */
export function emptySheet(plan: SheetPlan, sheet: Sheet, groups: readonly Latents[]): void {
  for (const tile of plan.tiles) {
    const group = groups[tile.group]!;
    const plane = planeOf(group, tile.plane);
    for (let row = 0; row < group.height; row++) {
      const at = placeOf(plan, tile, row);
      plane.set(sheet.data.subarray(at, at + group.width), row * group.width);
    }
  }
}

function placeOf({ height, width }: SheetPlan, { channel, x, y }: Tile, row: number): number {
  return (channel * height + y + row) * width + x;
}

function planeOf({ height, width, data }: Latents, plane: number): Int16Array {
  return data.subarray(plane * height * width, (plane + 1) * height * width);
}

function coveredBy(tiles: readonly Tile[], groups: readonly LatentShape[]): number {
  return tiles.reduce((sum, { group }) => sum + groups[group]!.height * groups[group]!.width, 0);
}

function nearestToZero(tiles: readonly Tile[], groups: readonly Latents[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const { group, plane } of tiles) {
    for (const value of planeOf(groups[group]!, plane)) {
      if (Math.abs(value) < Math.abs(nearest)) nearest = value;
    }
  }
  return nearest;
}
