/**
 * One plane in another size, row by row: down the columns first, into a row of 16 bits with 6 bits of
 * fraction, then along it. Weights are of 14 bits; `starts` (i32) say where the taps of an output begin.
 *
 * @param xTaps a multiple of 8, of xWeights (i16) for outputs padded to a multiple of 8
 * @param yTaps an even number
 * @param row scratch of 2 bytes for each sample from `left` on, and 64 more
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
  row: usize,
): void {
  const origin = row - ((<usize>left) << 1);
  for (let y = 0; y < height; y++) {
    const first = <usize>load<u32>(yStarts + ((<usize>y) << 2));
    const weights = yWeights + <usize>(y * yTaps) * 2;
    for (let x = left; x < right; x += 16) {
      downColumns(
        src + first * srcStride + x,
        srcStride,
        weights,
        yTaps,
        origin + ((<usize>x) << 1),
      );
    }
    const line = to + <usize>y * toStride;
    if (xTaps === 8) alongShort(origin, line, width, xStarts, xWeights);
    else alongRow(origin, line, width, xStarts, xWeights, xTaps);
  }
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
    const upper = v128.load(from);
    const lower = v128.load(from + stride);
    from += 2 * stride;
    const low = i8x16.shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const high = i8x16.shuffle(
      upper,
      lower,
      8,
      24,
      9,
      25,
      10,
      26,
      11,
      27,
      12,
      28,
      13,
      29,
      14,
      30,
      15,
      31,
    );
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(low), pair));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(low), pair));
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(high), pair));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(high), pair));
  }
  v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a0, 8), i32x4.shr_s(a1, 8)));
  v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a2, 8), i32x4.shr_s(a3, 8)), 16);
}

function alongShort(row: usize, to: usize, width: i32, starts: usize, weights: usize): void {
  for (let x = 0; x < width; x += 4) {
    const four = fourSums(
      i32x4.dot_i16x8_s(load8(row, starts), v128.load(weights)),
      i32x4.dot_i16x8_s(load8(row, starts + 4), v128.load(weights, 16)),
      i32x4.dot_i16x8_s(load8(row, starts + 8), v128.load(weights, 32)),
      i32x4.dot_i16x8_s(load8(row, starts + 12), v128.load(weights, 48)),
    );
    v128.store32_lane(to + x, four, 0);
    starts += 16;
    weights += 64;
  }
}

export function load8(row: usize, start: usize): v128 {
  return v128.load(row + ((<usize>load<u32>(start)) << 1));
}

export function alongRow(
  row: usize,
  to: usize,
  width: i32,
  starts: usize,
  weights: usize,
  taps: i32,
): void {
  const each = <usize>taps * 2;
  for (let x = 0; x < width; x += 4) {
    let d0 = i32x4.splat(0);
    let d1 = d0;
    let d2 = d0;
    let d3 = d0;
    const p0 = row + ((<usize>load<u32>(starts)) << 1);
    const p1 = row + ((<usize>load<u32>(starts, 4)) << 1);
    const p2 = row + ((<usize>load<u32>(starts, 8)) << 1);
    const p3 = row + ((<usize>load<u32>(starts, 12)) << 1);
    for (let k: usize = 0; k < each; k += 16) {
      const w = weights + k;
      d0 = i32x4.add(d0, i32x4.dot_i16x8_s(v128.load(p0 + k), v128.load(w)));
      d1 = i32x4.add(d1, i32x4.dot_i16x8_s(v128.load(p1 + k), v128.load(w + each)));
      d2 = i32x4.add(d2, i32x4.dot_i16x8_s(v128.load(p2 + k), v128.load(w + 2 * each)));
      d3 = i32x4.add(d3, i32x4.dot_i16x8_s(v128.load(p3 + k), v128.load(w + 3 * each)));
    }
    v128.store32_lane(to + x, fourSums(d0, d1, d2, d3), 0);
    starts += 16;
    weights += 4 * each;
  }
}

/** Four samples from four sums, which are of four numbers each. */
function fourSums(a: v128, b: v128, c: v128, d: v128): v128 {
  // 14 bits of the weights and 6 of the row.
  const samples = i32x4.shr_s(i32x4.add(fourTotals(a, b, c, d), i32x4.splat(1 << 19)), 20);
  const narrow = i16x8.narrow_i32x4_s(samples, samples);
  return i8x16.narrow_i16x8_u(narrow, narrow);
}

/** The sums of the numbers of each of four. */
export function fourTotals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 2, 4, 6), i32x4.shuffle(c, d, 1, 3, 5, 7));
  return i32x4.add(i32x4.shuffle(ab, cd, 0, 2, 4, 6), i32x4.shuffle(ab, cd, 1, 3, 5, 7));
}
