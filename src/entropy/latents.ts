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
