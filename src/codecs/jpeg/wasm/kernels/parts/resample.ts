/** Columns that are summed down for all eight rows before the next: a cache line of samples. */
const tileColumns = 64;

/**
 * One plane in another size, eight rows at a time: down the columns first, into a strip of 16 bits with 6
 * bits of fraction, then along it. The strip has pairs of columns one after the other, of each the eight
 * rows, so that a sum along the rows is no other than one down the columns. Weights are of 14 bits;
 * `starts` (i32) say where the taps of an output begin. Both have outputs padded to a multiple of 8.
 *
 * @param to room for rows and columns up to multiples of 8
 * @param xStarts even numbers
 * @param xTaps an even number
 * @param yTaps an even number
 * @param scratch room of 1,024 bytes, 16 for each column from `left` to `right` and 32 more, 8 for each output
 * @param left first column that is needed, a multiple of 16
 * @param right end of the columns that are needed
 */
export function resample(
  src: usize,
  srcStride: usize,
  left: i32,
  right: i32,
  to: usize,
  toStride: usize,
  width: i32,
  height: i32,
  xStarts: usize,
  xWeights: usize,
  xTaps: i32,
  yStarts: usize,
  yWeights: usize,
  yTaps: i32,
  scratch: usize,
): void {
  const strip = scratch + 16 * tileColumns;
  const turned = strip + ((<usize>(right - left + 32)) << 4);
  const each = <usize>yTaps * 2;
  for (let y = 0; y < height; y += 8) {
    let pairs = strip;
    for (let x = left; x < right; x += tileColumns) {
      let starts = yStarts;
      let weights = yWeights;
      const end = min(tileColumns, right - x);
      for (let tile = scratch; tile < strip; tile += tileColumns * 2) {
        const from = src + <usize>load<u32>(starts) * srcStride + x;
        for (let i = 0; i < end; i += 16) {
          downColumns(from + i, srcStride, weights, yTaps, tile + 2 * i);
        }
        starts += 4;
        weights += each;
      }
      for (let tile = scratch; tile < scratch + 2 * end; tile += 16) {
        pairColumns(tile, pairs);
        pairColumns(tile + 8 * tileColumns, pairs + 16);
        pairs += 128;
      }
    }
    yStarts += 32;
    yWeights += 8 * each;
    alongStrip(strip - ((<usize>left) << 4), turned, width, xStarts, xWeights, xTaps);
    turn(turned, to, toStride, width);
    to += 8 * toStride;
  }
}

/** Eight columns of four rows as pairs of columns, of each the four rows. */
function pairColumns(tile: usize, to: usize): void {
  const r0 = v128.load(tile);
  const r1 = v128.load(tile, 2 * tileColumns);
  const r2 = v128.load(tile, 4 * tileColumns);
  const r3 = v128.load(tile, 6 * tileColumns);
  const a0 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const a1 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const b0 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const b1 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(a0, b0, 0, 2));
  v128.store(to, i64x2.shuffle(a0, b0, 1, 3), 32);
  v128.store(to, i64x2.shuffle(a1, b1, 0, 2), 64);
  v128.store(to, i64x2.shuffle(a1, b1, 1, 3), 96);
}

/** Of every output the samples of eight rows. */
function alongStrip(
  strip: usize,
  to: usize,
  width: i32,
  starts: usize,
  weights: usize,
  taps: i32,
): void {
  const each = <usize>taps * 2;
  const end = to + ((<usize>width) << 3);
  for (; to < end; to += 8) {
    let from = strip + ((<usize>load<u32>(starts)) << 4);
    // 14 bits of the weights and 6 of the row.
    let upper = i32x4.splat(1 << 19);
    let lower = upper;
    for (const last = weights + each; weights < last; weights += 4) {
      const pair = v128.load32_splat(weights);
      upper = i32x4.add(upper, i32x4.dot_i16x8_s(v128.load(from), pair));
      lower = i32x4.add(lower, i32x4.dot_i16x8_s(v128.load(from, 16), pair));
      from += 32;
    }
    const sums = i16x8.narrow_i32x4_s(i32x4.shr_s(upper, 20), i32x4.shr_s(lower, 20));
    v128.store64_lane(to, i8x16.narrow_i16x8_u(sums, sums), 0);
    starts += 4;
  }
}

/** Columns of eight samples as rows. */
function turn(from: usize, to: usize, stride: usize, width: i32): void {
  const end = to + <usize>width;
  for (; to < end; to += 8) {
    const c01 = v128.load(from);
    const c23 = v128.load(from, 16);
    const c45 = v128.load(from, 32);
    const c67 = v128.load(from, 48);
    from += 64;
    const even0 = lowBytes(c01, c23);
    const odd0 = highBytes(c01, c23);
    const even4 = lowBytes(c45, c67);
    const odd4 = highBytes(c45, c67);
    const upper0 = lowBytes(even0, odd0);
    const lower0 = highBytes(even0, odd0);
    const upper4 = lowBytes(even4, odd4);
    const lower4 = highBytes(even4, odd4);
    let row = to;
    row = putTwo(row, stride, i32x4.shuffle(upper0, upper4, 0, 4, 1, 5));
    row = putTwo(row, stride, i32x4.shuffle(upper0, upper4, 2, 6, 3, 7));
    row = putTwo(row, stride, i32x4.shuffle(lower0, lower4, 0, 4, 1, 5));
    putTwo(row, stride, i32x4.shuffle(lower0, lower4, 2, 6, 3, 7));
  }
}

/** Half of a vector in a row, the other half in the next. */
function putTwo(row: usize, stride: usize, two: v128): usize {
  v128.store64_lane(row, two, 0);
  v128.store64_lane(row + stride, two, 1);
  return row + 2 * stride;
}

function lowBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function highBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** 16 columns. */
export function downColumns(
  from: usize,
  stride: usize,
  weights: usize,
  taps: i32,
  to: usize,
): void {
  let a0 = i32x4.splat(1 << 7);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (let k = 0; k < taps; k += 2) {
    const pair = v128.load32_splat(weights + ((<usize>k) << 1));
    const next = from + stride;
    const upper0 = v128.load8x8_u(from);
    const lower0 = v128.load8x8_u(next);
    const upper1 = v128.load8x8_u(from, 8);
    const lower1 = v128.load8x8_u(next, 8);
    from = next + stride;
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(lowWords(upper0, lower0), pair));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(highWords(upper0, lower0), pair));
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(lowWords(upper1, lower1), pair));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(highWords(upper1, lower1), pair));
  }
  v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a0, 8), i32x4.shr_s(a1, 8)));
  v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a2, 8), i32x4.shr_s(a3, 8)), 16);
}

function lowWords(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

function highWords(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
