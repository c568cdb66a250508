import type { Arena } from './arena.js';
import { zigzag } from './zigzag.js';

/** How a block of coefficients becomes samples at a scale: `side` of them, of as many coefficients. */
export interface BlockShape {
  readonly side: 8 | 4 | 2 | 1;
  /** The scale is 1 / 2^shift. */
  readonly shift: number;
  /** Bytes of a block of these coefficients, with room for the others. */
  readonly spacing: number;
}

export const blockShapes: Readonly<Record<1 | 2 | 4 | 8, BlockShape>> = {
  1: { side: 8, shift: 0, spacing: 144 },
  2: { side: 4, shift: 1, spacing: 48 },
  4: { side: 2, shift: 2, spacing: 16 },
  8: { side: 1, shift: 3, spacing: 16 },
};

/** Of every k the place in a block of `side` x `side` coefficients; -1 of those that are not needed. */
function placesIn(side: number): Int8Array {
  return Int8Array.from(zigzag, (place) => {
    const [row, column] = [place >> 3, place & 7];
    return row < side && column < side ? row * side + column : -1;
  });
}

const places = { 8: placesIn(8), 4: placesIn(4), 2: placesIn(2), 1: placesIn(1) } as const;

/** Steps of a table, by zigzag place, as the inverse DCT of a shape takes them. */
export function putQuantisers(arena: Arena, steps: Uint16Array, shape: BlockShape): number {
  const at = arena.take(128);
  layQuantisers(arena, at, steps, shape);
  return at;
}

/** The same in 128 bytes that were taken before. */
export function layQuantisers(
  arena: Arena,
  at: number,
  steps: Uint16Array,
  { side }: BlockShape,
): void {
  // That of 4x4 keeps three bits of fraction.
  const factor = side === 4 ? 8 : 1;
  const view = new Int16Array(arena.bytes(at, 128).buffer, at, 64).fill(0);
  const known = places[side];
  for (let k = 0; k < 64; k++) if (known[k]! >= 0) view[known[k]!] = steps[k]! * factor;
}

/** By k the byte of a block where a coefficient goes; those that are not needed go behind the others. */
export function putOrder(arena: Arena, { side }: BlockShape): number {
  const at = arena.take(256);
  const view = arena.bytes(at, 256).fill(2 * side * side);
  const known = places[side];
  for (let k = 0; k < 64; k++) if (known[k]! >= 0) view[k] = 2 * known[k]!;
  return at;
}
