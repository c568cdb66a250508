import type { Tap } from './parts.js';

/**
 * Places of a grid in the order in which they can be computed where each needs those that taps name:
 * waves of places that need none of each other, from the upper left corner to the lower right. A
 * 5x5 mask gives x + 3y:
 *
 *     0 1 2 3 4 5
 *     3 4 5 6 7 8
 *     6 7 8 9 …
 */
export function wavesOf(
  { height, width }: { readonly height: number; readonly width: number },
  slope: number,
): Int32Array[] {
  const last = width - 1 + slope * (height - 1);
  return Array.from({ length: last + 1 }, (_, wave) => {
    const places: number[] = [];
    const top = slope === 0 ? 0 : Math.max(0, Math.ceil((wave - width + 1) / slope));
    const bottom = slope === 0 ? height - 1 : Math.min(height - 1, Math.floor(wave / slope));
    for (let y = top; y <= bottom; y++) places.push(y * width + wave - slope * y);
    return Int32Array.from(places);
  }).filter(({ length }) => length > 0);
}

/** Waves that a row is behind the one above it; null where a tap needs what comes later. */
export function slopeOf(taps: readonly Tap[]): number | null {
  let slope = 0;
  for (const { dy, dx } of taps) {
    if (dy > 0 || (dy === 0 && dx >= 0)) return null;
    if (dy < 0) slope = Math.max(slope, Math.floor(dx / -dy) + 1);
  }
  return slope;
}
