import type { Arena } from './arena.js';

/** A scan without stuffing, in the arena, last byte first. */
export interface ScanBytes {
  /** The end of the first byte. */
  readonly top: number;
  readonly length: number;
  /** Where the bytes between restarts end, all but the last (u32 each). */
  readonly restarts: number;
  /** Where the next marker stands in the file. */
  readonly end: number;
  /** What is wrong with its restart markers; null where nothing is. */
  readonly damage: string | null;
}

/** Bytes below a scan that a decoder may read when it runs over its end: 16 units of 10 blocks, 248 bytes each. */
const guard = 40_960;

/**
 * Takes the stuffing out of a scan.
 * @param file where it lies in the arena
 * @param segments how many parts restart markers make of it
 */
export function unstuffScan(
  arena: Arena,
  file: { at: number; length: number },
  from: number,
  segments: number,
): ScanBytes {
  const restarts = arena.take(4 * segments);
  const most = file.length - from;
  const top = arena.take(most + guard) + most + guard;
  const src = file.at + from;
  const length = arena.kernel.unstuff(src, file.at + file.length, top, restarts, segments - 1);
  const end = arena.kernel.endOfScan() - file.at;
  const found = arena.kernel.restartsFound();
  if (found === segments - 1) return { top, length, restarts, end, damage: null };
  // The parts that are missing are empty.
  if (found < segments - 1) arena.ints(restarts, segments).fill(length, Math.max(0, found));
  const damage =
    found < 0
      ? 'its restart markers are out of order'
      : `it has ${found} restart markers, not ${segments - 1}`;
  return { top, length, restarts, end, damage };
}
