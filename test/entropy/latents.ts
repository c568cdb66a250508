import type { Latents } from '#src/entropy/latents.js';

/** A group of so many planes, its values by a function of their index. */
export function group(
  channels: number,
  height: number,
  width: number,
  value: (index: number) => number,
): Latents {
  const data = Int16Array.from({ length: channels * height * width }, (_, index) => value(index));
  return { channels, height, width, data };
}

/** A whole number of a two-sided exponential distribution. */
export function laplacian(random: () => number, scale: number): number {
  const sign = random() < 0.5 ? -1 : 1;
  return sign * Math.floor(-scale * Math.log(1 - random()));
}

/** Groups as a wavelet transform gives them, coarse first: a corner, then three bands a scale. */
export function pyramid(
  random: () => number,
  size: { colours: number; levels: number; height: number; width: number },
): Latents[] {
  const { colours, levels, height, width } = size;
  const corner = group(colours, height, width, () => laplacian(random, 50));
  const bands = Array.from({ length: levels }, (_, level) =>
    group(3 * colours, height << level, width << level, () => laplacian(random, 8 / 2 ** level)),
  );
  return [corner, ...bands];
}
