import type { Raster } from '../image/raster.js';

/** Side of the blocks that are compared. */
const side = 16;

/** Levels of 8 bits by which samples of a block differ at most from its first pixel where it is nearly of one colour. */
const faintLevels = 4;

/**
 * Share of the 16x16 blocks that are equal, sample by sample, to another block and not nearly of one colour:
 * repeated text and icons, which codecs with patches code once (JPEG XL) and no tile can tell of. 0..1.
 * Smooth grounds of photographs repeat too, once a JPEG has left one coefficient of them; they differ by a few
 * levels within a block, and do not count.
 */
export function repeatedShare(image: Raster): number {
  const { width, height, channels, data } = image;
  const columns = Math.floor(width / side);
  const rows = Math.floor(height / side);
  const stride = width * channels;
  // Blocks of which some samples are equal: only these are read as a whole.
  const alike = new Map<number, number[]>();
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const start = (y * width + x) * side * channels;
      const key = traceOf(data, start, stride, channels);
      const known = alike.get(key);
      if (known === undefined) alike.set(key, [start]);
      else known.push(start);
    }
  }
  const seen = new Map<string, number>();
  let repeated = 0;
  for (const starts of alike.values()) {
    if (starts.length === 1) continue;
    for (const start of starts) {
      if (isFaint(image, start)) continue;
      const key = blockKey(data, start, stride, channels);
      const times = (seen.get(key) ?? 0) + 1;
      seen.set(key, times);
      // The first one counts as soon as there is a second.
      repeated += times === 1 ? 0 : times === 2 ? 2 : 1;
    }
  }
  const all = columns * rows;
  return all === 0 ? 0 : repeated / all;
}

/** Half rows of a block that are read first, each in one line of the cache: upper left, lower right. */
const traced = [
  { y: 4, x: 0 },
  { y: 11, x: 8 },
] as const;

/** A hash of these (FNV-1a). */
function traceOf(data: Raster['data'], start: number, stride: number, channels: number): number {
  let hash = 0x811c9dc5;
  for (const { y, x } of traced) {
    const from = start + y * stride + x * channels;
    const end = from + (side / 2) * channels;
    for (let i = from; i < end; i++) hash = Math.imul(hash ^ data[i]!, 0x01000193);
  }
  return hash;
}

/** Whether every second row of a block is near its first pixel: most of what looks alike is so. */
function isFaint({ width, channels, depth, data }: Raster, start: number): boolean {
  const most = depth === 8 ? faintLevels : 257 * faintLevels;
  for (let channel = 0; channel < channels; channel++) {
    const first = data[start + channel]!;
    for (let y = 0; y < side; y += 2) {
      const from = start + y * width * channels;
      for (let i = from + channel; i < from + side * channels; i += channels) {
        if (Math.abs(data[i]! - first) > most) return false;
      }
    }
  }
  return true;
}

/** Two hashes of a block (FNV-1a, two offsets). */
function blockKey(data: Raster['data'], start: number, stride: number, channels: number): string {
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let y = 0; y < side; y++) {
    const from = start + y * stride;
    for (let i = from; i < from + side * channels; i++) {
      const sample = data[i]!;
      a = Math.imul(a ^ sample, 0x01000193);
      b = Math.imul(b ^ sample, 0x85ebca6b) + 1;
    }
  }
  return `${a}:${b}`;
}
