import { convert } from '../../image/convert.js';
import type { Raster } from '../../image/raster.js';

/** Differences of 8 bits that rounding of coordinates makes along edges: of one sample, and on average. */
const [mostOfOne, mostOnAverage] = [64, 0.25];

/** What both are laid over: a transparent pixel has no colour. */
const grounds = [0, 255];

/** Whether two drawings look alike: of one size, and different by no more than rounding moves edges. */
export function looksAlike(a: Raster, b: Raster): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  return grounds.every((ground) => {
    const [first, second] = [a, b].map(
      (each) => convert(each, { channels: 3, depth: 8 }, ground).data,
    );
    let [sum, most] = [0, 0];
    for (let i = 0; i < first!.length; i++) {
      const difference = Math.abs(first![i]! - second![i]!);
      sum += difference;
      if (difference > most) most = difference;
    }
    return most <= mostOfOne && sum <= mostOnAverage * first!.length;
  });
}
