import { WorkError } from '../base/errors.js';

/** The size of one group of latents: channels x height x width, each at least 1. */
export interface LatentShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** One group of integer latents, all of one scale: planes one after the other, each row-major. */
export interface Latents extends LatentShape {
  readonly data: Int16Array;
}

/** Symbols in a group. */
export function latentCount({ channels, height, width }: LatentShape): number {
  return channels * height * width;
}

/** @throws WorkError for a group with a side below 1, or with more or fewer values than its shape has */
export function checkLatents(groups: readonly Latents[]): void {
  for (const { channels, height, width, data } of groups) {
    const legal = [channels, height, width].every((side) => Number.isInteger(side) && side > 0);
    if (legal && data.length === channels * height * width) continue;
    throw new WorkError(
      `a group has channels x height x width values and sides of at least 1, got ${channels}x${height}x${width} ` +
        `and ${data.length} values`,
    );
  }
}
