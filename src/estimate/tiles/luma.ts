import type { Raster } from '../../image/raster.js';

/** Luma of a pixel, by its number row by row, in levels of 8 bits: BT.601. */
export function lumaOf({ data, channels, depth }: Raster): (at: number) => number {
  const scale = depth === 8 ? 1 : 1 / 257;
  if (channels === 1) return (at) => data[at]! * scale;
  return (at) => {
    const from = at * channels;
    return (0.299 * data[from]! + 0.587 * data[from + 1]! + 0.114 * data[from + 2]!) * scale;
  };
}

/** Steps of luma below this many levels hardly cost bits. */
const softStep = 16;

/** What a step of luma costs, in arbitrary units: log2(1 + d / 16). */
export function costOfStep(before: number, behind: number): number {
  return Math.log2(1 + Math.abs(before - behind) / softStep);
}
