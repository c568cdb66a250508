import { codesOf } from '../huffman-table.js';
import { stepsAt, typicalCodes } from './annex-k.js';
import type { Arena } from './arena.js';
import { zigzag } from './zigzag.js';

/** Quantisation of one kind of plane, as the kernel takes it and as a file tells it. */
export interface EncodeSteps {
  /** Two factors of 15 bits for each of 64 coefficients, column by column, the second ones behind the first. */
  readonly factors: Int16Array;
  /** Steps in zigzag order. */
  readonly content: Uint8Array;
}

const known = new Map<number, readonly EncodeSteps[]>();

/** Quantisation of luma and of chroma at a quality of 1 to 100. */
export function encodeSteps(quality: number): readonly EncodeSteps[] {
  let steps = known.get(quality);
  if (steps === undefined) {
    steps = stepsAt(quality).map((table) => ({
      factors: factorsOf(table),
      content: Uint8Array.from(zigzag, (place) => table[place]!),
    }));
    known.set(quality, steps);
  }
  return steps;
}

/** The typical tables' codes, packed, in their order. */
export const typicalPacked: readonly Uint32Array[] = typicalCodes.map(packedCodes);

/** Of every symbol its code << 8 | length. */
export function packedCodes(content: Uint8Array): Uint32Array {
  const table = { counts: content.subarray(0, 16), symbols: content.subarray(16) };
  const { codes, lengths } = codesOf(table);
  const packed = new Uint32Array(256);
  for (let symbol = 0; symbol < 256; symbol++) {
    packed[symbol] = (codes[symbol]! << 8) | lengths[symbol]!;
  }
  return packed;
}

/** Where the kernel finds factors of a quantiser. */
export function putFactors(arena: Arena, factors: Int16Array): number {
  const at = arena.take(factors.byteLength);
  layFactors(arena, at, factors);
  return at;
}

/** Lays them in room that was taken before. */
export function layFactors(arena: Arena, at: number, factors: Int16Array): void {
  new Int16Array(arena.bytes(at, factors.byteLength).buffer, at).set(factors);
}

/**
 * Of the coefficients k of the DCT of Arai, Agui and Nakajima, by how much they are too large: the square
 * root of 2 times cos(k pi / 16). As digits, since engines differ in the last bit of a cosine, on which
 * the power of two below depends where the step is one.
 */
const scales = [
  ...[1, 1.3870398453221475, 1.3065629648763766, 1.1758756024193588],
  ...[1.0000000000000002, 0.7856949583871023, 0.5411961001461971, 0.2758993792829431],
];

/**
 * Two factors for each step whose product divides by a step: one of 15 good bits, and a power of two. Steps are given
 * row by row, factors column by column.
 */
export function factorsOf(steps: readonly number[]): Int16Array {
  const factors = new Int16Array(128);
  steps.forEach((step, i) => {
    // Orthonormal coefficients times 8, and samples with one bit of fraction.
    const divisor = step * 16 * scales[i >> 3]! * scales[i & 7]!;
    const power = 2 ** (31 - Math.clz32(divisor));
    const at = 8 * (i & 7) + (i >> 3);
    factors[at] = Math.min(32_767, Math.round((32_768 * power) / divisor));
    factors[64 + at] = Math.min(32_767, 32_768 / power);
  });
  return factors;
}
