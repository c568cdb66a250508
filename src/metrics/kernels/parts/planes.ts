import { samples } from './ssim-strips';

/** Takes interleaved RGB apart: three planes of so many pixels each, one after the other, at `to`. */
export function splitRgb<T>(from: usize, to: usize, pixels: i32): void {
  const plane = <usize>pixels * sizeof<T>();
  let i = 0;
  if (sizeof<T>() === 1) {
    for (; i + 16 <= pixels; i += 16, from += 48, to += 16) {
      const p = v128.load(from);
      const q = v128.load(from, 16);
      const r = v128.load(from, 32);
      v128.store(to, red(p, q, r));
      v128.store(to + plane, green(p, q, r));
      v128.store(to + 2 * plane, blue(p, q, r));
    }
  }
  for (; i < pixels; i++, from += 3 * sizeof<T>(), to += sizeof<T>()) {
    store<T>(to, load<T>(from));
    store<T>(to + plane, load<T>(from, sizeof<T>()));
    store<T>(to + 2 * plane, load<T>(from, 2 * sizeof<T>()));
  }
}

// Lanes of 0 in the first shuffle are filled by the second.

function red(p: v128, q: v128, r: v128): v128 {
  const pq = i8x16.shuffle(p, q, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
  return i8x16.shuffle(pq, r, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
}

function green(p: v128, q: v128, r: v128): v128 {
  const pq = i8x16.shuffle(p, q, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0);
  return i8x16.shuffle(pq, r, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
}

function blue(p: v128, q: v128, r: v128): v128 {
  const pq = i8x16.shuffle(p, q, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
  return i8x16.shuffle(pq, r, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
}

/**
 * Sums of boxes of factor x factor samples of a plane, as f32: a plane of (width + padX) / factor x
 * (height + padY) / factor, rounded down. The boxes begin so many samples before the plane, where
 * all is 0. `line` is room for a row of f32.
 */
export function sumBoxes<T>(
  from: usize,
  to: usize,
  width: i32,
  height: i32,
  factor: i32,
  padX: i32,
  padY: i32,
  line: usize,
): void {
  const columns = (width + padX) / factor;
  const rows = (height + padY) / factor;
  memory.fill(line, 0, 4 * padX);
  const inside = line + <usize>(4 * padX);
  for (let row = 0; row < rows; row++) {
    const bottom = factor * (row + 1) - padY;
    let y = max(0, bottom - factor);
    copyRow<T>(from + <usize>(y * width) * sizeof<T>(), inside, width);
    for (y++; y < bottom; y++) addRow<T>(from + <usize>(y * width) * sizeof<T>(), inside, width);
    if (factor === 2) sumPairs(line, to, columns);
    else sumRuns(line, to, columns, factor);
    to += <usize>(4 * columns);
  }
}

/** Works on whole vectors: what it writes too much belongs to the next row or to nothing. */
function sumPairs(line: usize, to: usize, count: i32): void {
  const end = to + <usize>(4 * count);
  for (; to < end; to += 16, line += 32) {
    const p = v128.load(line);
    const q = v128.load(line, 16);
    v128.store(to, f32x4.add(i32x4.shuffle(p, q, 0, 2, 4, 6), i32x4.shuffle(p, q, 1, 3, 5, 7)));
  }
}

function sumRuns(line: usize, to: usize, count: i32, length: i32): void {
  const end = to + <usize>(4 * count);
  for (; to < end; to += 4) {
    let sum: f32 = 0;
    for (const last = line + <usize>(4 * length); line < last; line += 4) sum += load<f32>(line);
    store<f32>(to, sum);
  }
}

function copyRow<T>(from: usize, line: usize, width: i32): void {
  const end = line + <usize>(4 * width);
  for (; line < end; line += 16, from += 4 * sizeof<T>()) v128.store(line, samples<T>(from));
}

function addRow<T>(from: usize, line: usize, width: i32): void {
  const end = line + <usize>(4 * width);
  for (; line < end; line += 16, from += 4 * sizeof<T>()) {
    v128.store(line, f32x4.add(v128.load(line), samples<T>(from)));
  }
}
