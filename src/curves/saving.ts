import type { Interval } from '../base/statistics.js';
import { type RatePoint, undominated } from './bd-rate.js';
import { type Bootstrap, defaultBootstrap, quotientIntervals } from './bootstrap.js';
import { evaluate, pchip } from './cubic.js';

/** Percent of some bytes that others save, with its interval over the pictures. */
export interface Saving {
  readonly percent: number;
  /** Null of a single picture. */
  readonly interval: Interval | null;
}

/** A setting of a codec: its mean quality and all bytes of some pictures, and the bytes of each. */
export interface SizedPoint extends RatePoint {
  /** In one order of pictures for all points. */
  readonly sizes: ArrayLike<number>;
}

/**
 * Bytes of each picture where a curve reaches a quality by its mean: one setting for all pictures, read
 * as `rateAtQuality` does. Null outside the range of qualities that was measured.
 */
export function sizesAtQuality(points: readonly SizedPoint[], quality: number): number[] | null {
  const curve = undominated(points);
  const exact = curve.find((point) => point.quality === quality);
  if (exact !== undefined) return Array.from(exact.sizes);
  const above = curve.findIndex((point) => point.quality > quality);
  if (above <= 0) return null;
  // What PCHIP gives between two points depends on these and their neighbours alone.
  const near = curve.slice(Math.max(0, above - 2), above + 2);
  const x = near.map((point) => point.quality);
  return Array.from(near[0]!.sizes, (_, i) => {
    const y = near.map(({ sizes }) => Math.log(sizes[i]!));
    return Math.exp(evaluate(pchip(x, y), quality));
  });
}

/** Compares the bytes of pictures with those of others, in one order of pictures. */
export type Compare = (sizes: readonly number[], against: readonly number[]) => Saving;

/**
 * Savings by the bytes of all pictures together, with bootstrap intervals over the pictures, which are
 * drawn in pairs. What is drawn is the same for all that one call gives.
 */
export function savings(bootstrap: Bootstrap = defaultBootstrap): Compare {
  const interval = quotientIntervals(bootstrap);
  return (sizes, against) => {
    const quotient = totalOf(sizes) / totalOf(against);
    const ends = sizes.length < 2 ? null : interval(sizes, against);
    return {
      percent: 100 * (1 - quotient),
      interval: ends && { low: 100 * (1 - ends.high), high: 100 * (1 - ends.low) },
    };
  };
}

/**
 * Whether two codecs are a tie, which the whole program takes this for: the interval of what one saves of
 * the other, picture by picture, holds 0; of a single picture, nothing is saved. Intervals of two savings
 * against a third codec that overlap are none.
 */
export function isTie({ percent, interval }: Saving): boolean {
  return interval === null ? percent === 0 : interval.low <= 0 && interval.high >= 0;
}

function totalOf(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
