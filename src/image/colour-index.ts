import type { Raster } from './raster.js';

/** A picture as places in a palette. */
export interface IndexedColours {
  /** Red, green and blue of each place, by their value. */
  readonly colours: readonly (readonly [number, number, number])[];
  /** The place of each pixel, row by row. */
  readonly places: Uint8Array;
}

/**
 * The exact palette of a picture of grey or RGB of 8 bits, or null where it has more than `most` colours,
 * 256 at most.
 */
export function indexColours(
  { width, height, channels, data }: Raster,
  most: number,
): IndexedColours | null {
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  const found = new Map<number, number>();
  const keyAt = (at: number): number =>
    data[at]! * 65536 + data[at + green]! * 256 + data[at + blue]!;
  let last = -1;
  for (let at = 0; at < data.length; at += channels) {
    const key = keyAt(at);
    if (key === last) continue;
    last = key;
    found.set(key, 0);
    if (found.size > most) return null;
  }
  const keys = [...found.keys()].sort((a, b) => a - b);
  for (const [place, key] of keys.entries()) found.set(key, place);
  const places = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < places.length; i++, at += channels) places[i] = found.get(keyAt(at))!;
  return { colours: keys.map((key) => [key >> 16, (key >> 8) & 255, key & 255] as const), places };
}
