import { exp } from '../../base/elementary.js';
import type { Kernel } from '../../runtimes/wasm/kernel.js';

/** A picture's planes of 32-bit floats: rows are whole cache lines. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Bytes from row to row. */
  readonly row: number;
  /** Bytes from plane to plane. */
  readonly plane: number;
}

export function frameOf(width: number, height: number): Frame {
  const row = 64 * Math.ceil(width / 16);
  // An odd number of cache lines: planes a power of two apart would share few lines of the cache.
  const plane = 64 * (((height * row) / 64) | 1);
  return { width, height, row, plane };
}

/** The frame of a picture halved, rounded up. */
export function halfOf({ width, height }: Frame): Frame {
  return frameOf(Math.ceil(width / 2), Math.ceil(height / 2));
}

export const frameBytes = 16;

export function writeFrame(kernel: Kernel<unknown>, pointer: number, frame: Frame): void {
  kernel.ints(pointer, 4).set([frame.width, frame.height, frame.row, frame.plane]);
}

/**
 * Standard deviations, in pixels, of the blurs that take out the low, middle and high bands, and of
 * the one that spreads the activity.
 */
const sigmas = [7.15593339443, 3.22489901262, 1.56416327805, 2.7] as const;

/** Weights from the middle outwards, of sum 1, of a Gaussian that is cut off at 2.25 sigma. */
export function halfGaussian(sigma: number): Float64Array {
  const radius = Math.floor(2.25 * sigma);
  const half = Float64Array.from({ length: radius + 1 }, (_, i) =>
    exp(-(i ** 2) / (2 * sigma ** 2)),
  );
  const sum = half.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return half.map((weight) => weight / sum);
}

/** As parts/rowblur lays it out. */
const weightsAt = 64;
const factorsAt = 384;

/** Bytes of one blur, in whole cache lines. */
export function blurBytes({ row, height }: Frame): number {
  return factorsAt + row + 64 * Math.ceil(height / 16);
}

/** Writes the four blurs, one after another, each with a radius of 16 or less. */
export function writeBlurs(kernel: Kernel<unknown>, pointer: number, frame: Frame): void {
  for (const [i, sigma] of sigmas.entries()) {
    writeBlur(kernel, pointer + i * blurBytes(frame), frame, sigma);
  }
}

function writeBlur(
  kernel: Kernel<unknown>,
  pointer: number,
  { width, height, row }: Frame,
  sigma: number,
): void {
  const half = halfGaussian(sigma);
  const radius = half.length - 1;
  kernel.ints(pointer, 1)[0] = radius;
  const weights = kernel.floats(pointer + weightsAt, 4 * (radius + 1));
  for (let i = 0; i < weights.length; i++) weights[i] = half[radius - Math.floor(i / 4)]!;
  const across = kernel.floats(pointer + factorsAt, row / 4);
  across.fill(0);
  across.set(edgeFactors(half, width));
  kernel.floats(pointer + factorsAt + row, height).set(edgeFactors(half, height));
}

/** For each place, 1 over the sum of the weights that lie inside: 1 but near the edges. */
function edgeFactors(half: Float64Array, length: number): Float64Array {
  return Float64Array.from({ length }, (_, place) => {
    let sum = half[0]!;
    for (let i = 1; i < half.length; i++) {
      if (place - i >= 0) sum += half[i]!;
      if (place + i < length) sum += half[i]!;
    }
    return 1 / sum;
  });
}

/** Bytes of scratch memory that the kernel's stages take, one after another. */
export function scratchBytes({ row }: Frame): number {
  const line = row + 3 * 64;
  const blur = 4 * line + 2 * 36 * (row + 64);
  // A tile of differences and one of sums: parts/malta has their sizes.
  const compare = (32 + 8) * 4160 + 32 * 4096;
  return Math.max(blur, compare);
}
