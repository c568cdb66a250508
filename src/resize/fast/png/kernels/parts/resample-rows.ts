import { downColumns } from '../../../../../codecs/jpeg/wasm/kernels/parts/resample';
import { alongRow, fourTotals, load8 } from './along-row';

/**
 * Rows of pixels in another size: down the columns first, into a row of 16 bits with 6 bits of fraction, of
 * which each channel is taken by itself along the row. Weights are of 14 bits; `starts` (i32) say where the
 * taps of an output begin. Of four channels the fourth is alpha, by which the others are multiplied meanwhile.
 *
 * @param channels 1, 3 or 4
 * @param left first column that is needed, a multiple of 16
 * @param right end of the columns that are needed
 * @param to rows of width x channels bytes without anything between, and 64 more
 * @param xTaps a multiple of 8, of xWeights (i16) for outputs padded to a multiple of 8
 * @param yTaps an even number
 * @param scratch room for a row: `rowBytes` for each channel, and as much again, of 2 bytes for each column from
 *   left to right and 64 more; behind that `lineBytes` for each channel, of 4 bytes for each output and 64 more
 */
export function resampleRows(
  src: usize,
  srcStride: usize,
  channels: i32,
  left: i32,
  right: i32,
  to: usize,
  width: i32,
  height: i32,
  xStarts: usize,
  xWeights: usize,
  xTaps: i32,
  yStarts: usize,
  yWeights: usize,
  yTaps: i32,
  scratch: usize,
  rowBytes: usize,
  lineBytes: usize,
): void {
  const count = <usize>channels;
  const rows = scratch;
  const mixed = channels === 1 ? rows : scratch + count * rowBytes;
  const lines = scratch + 2 * count * rowBytes;
  const bytes = <usize>(right - left) * count;
  const from = src + <usize>left * count;
  const origin = rows - ((<usize>left) << 1);
  for (let y = 0; y < height; y++) {
    const first = from + <usize>load<u32>(yStarts + ((<usize>y) << 2)) * srcStride;
    const weights = yWeights + <usize>(y * yTaps) * 2;
    if (channels === 4) {
      for (let x: usize = 0; x < bytes; x += 16) {
        downPremultiplied(first + x, srcStride, weights, yTaps, mixed + 2 * x);
      }
      split4(mixed, rows, rowBytes, bytes);
    } else {
      for (let x: usize = 0; x < bytes; x += 16) {
        downColumns(first + x, srcStride, weights, yTaps, mixed + 2 * x);
      }
      if (channels === 3) split3(mixed, rows, rowBytes, bytes);
    }
    const line = to + <usize>(y * width) * count;
    for (let c: usize = 0; c < count; c++) {
      const row = origin + c * rowBytes;
      if (channels === 4) sumsAlong(row, lines + c * lineBytes, width, xStarts, xWeights, xTaps);
      else {
        const target = channels === 1 ? line : lines + c * lineBytes;
        alongRow(row, target, width, xStarts, xWeights, xTaps);
      }
    }
    if (channels === 3) join3(lines, lineBytes, line, width);
    else if (channels === 4) join4(lines, lineBytes, line, width);
  }
}

/**
 * Four pixels, times alpha and divided by 4: 255 times 255 is 16,256, of about as many bits as samples times 64.
 * Alpha is multiplied by 255.
 */
function downPremultiplied(from: usize, stride: usize, weights: usize, taps: i32, to: usize): void {
  let a0 = i32x4.splat(1 << 13);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (let k = 0; k < taps; k += 2) {
    const pair = v128.load32_splat(weights + ((<usize>k) << 1));
    const upper = v128.load(from);
    const lower = v128.load(from + stride);
    from += 2 * stride;
    const upperAlpha = factors(upper);
    const lowerAlpha = factors(lower);
    const u0 = quarter(i16x8.extmul_low_i8x16_u(upper, upperAlpha));
    const u1 = quarter(i16x8.extmul_high_i8x16_u(upper, upperAlpha));
    const l0 = quarter(i16x8.extmul_low_i8x16_u(lower, lowerAlpha));
    const l1 = quarter(i16x8.extmul_high_i8x16_u(lower, lowerAlpha));
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(i16x8.shuffle(u0, l0, 0, 8, 1, 9, 2, 10, 3, 11), pair));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(i16x8.shuffle(u0, l0, 4, 12, 5, 13, 6, 14, 7, 15), pair));
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(i16x8.shuffle(u1, l1, 0, 8, 1, 9, 2, 10, 3, 11), pair));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(i16x8.shuffle(u1, l1, 4, 12, 5, 13, 6, 14, 7, 15), pair));
  }
  v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a0, 14), i32x4.shr_s(a1, 14)));
  v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a2, 14), i32x4.shr_s(a3, 14)), 16);
}

/** What each byte of four pixels is multiplied by. */
function factors(pixels: v128): v128 {
  const alpha = i8x16.swizzle(
    pixels,
    i8x16(3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15),
  );
  return v128.or(alpha, i32x4.splat(0xff000000));
}

function quarter(products: v128): v128 {
  return i16x8.shr_u(i16x8.add(products, i16x8.splat(2)), 2);
}

/** A row of three channels, 16 bits each, as three rows. */
function split3(from: usize, to: usize, rowBytes: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 24) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const c = v128.load(from, 32);
    const r = i16x8.shuffle(a, b, 0, 3, 6, 9, 12, 15, 0, 0);
    const g = i16x8.shuffle(a, b, 1, 4, 7, 10, 13, 0, 0, 0);
    const d = i16x8.shuffle(a, b, 2, 5, 8, 11, 14, 0, 0, 0);
    v128.store(to, i16x8.shuffle(r, c, 0, 1, 2, 3, 4, 5, 10, 13));
    v128.store(to + rowBytes, i16x8.shuffle(g, c, 0, 1, 2, 3, 4, 8, 11, 14));
    v128.store(to + 2 * rowBytes, i16x8.shuffle(d, c, 0, 1, 2, 3, 4, 9, 12, 15));
    from += 48;
    to += 16;
  }
}

function split4(from: usize, to: usize, rowBytes: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 32) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const c = v128.load(from, 32);
    const d = v128.load(from, 48);
    // Each of two pixels by two.
    const ab = i16x8.shuffle(a, b, 0, 4, 8, 12, 1, 5, 9, 13);
    const cd = i16x8.shuffle(c, d, 0, 4, 8, 12, 1, 5, 9, 13);
    const ab2 = i16x8.shuffle(a, b, 2, 6, 10, 14, 3, 7, 11, 15);
    const cd2 = i16x8.shuffle(c, d, 2, 6, 10, 14, 3, 7, 11, 15);
    v128.store(to, i64x2.shuffle(ab, cd, 0, 2));
    v128.store(to + rowBytes, i64x2.shuffle(ab, cd, 1, 3));
    v128.store(to + 2 * rowBytes, i64x2.shuffle(ab2, cd2, 0, 2));
    v128.store(to + 3 * rowBytes, i64x2.shuffle(ab2, cd2, 1, 3));
    from += 64;
    to += 16;
  }
}

/** As `alongRow`, sums as floats. */
function sumsAlong(
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
    for (let k: usize = 0; k < each; k += 16) {
      const w = weights + k;
      d0 = i32x4.add(d0, i32x4.dot_i16x8_s(load8(row + k, starts), v128.load(w)));
      d1 = i32x4.add(d1, i32x4.dot_i16x8_s(load8(row + k, starts + 4), v128.load(w + each)));
      d2 = i32x4.add(d2, i32x4.dot_i16x8_s(load8(row + k, starts + 8), v128.load(w + 2 * each)));
      d3 = i32x4.add(d3, i32x4.dot_i16x8_s(load8(row + k, starts + 12), v128.load(w + 3 * each)));
    }
    v128.store(to + ((<usize>x) << 2), f32x4.convert_i32x4_s(fourTotals(d0, d1, d2, d3)));
    starts += 16;
    weights += 4 * each;
  }
}

/** Three lines of bytes as one of pixels. */
function join3(lines: usize, lineBytes: usize, to: usize, width: i32): void {
  const green = lines + lineBytes;
  const blue = green + lineBytes;
  for (let x: usize = 0; x < <usize>width; x += 16) {
    const r = v128.load(lines + x);
    const g = v128.load(green + x);
    const b = v128.load(blue + x);
    const rg0 = i8x16.shuffle(r, g, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
    const rg1 = i8x16.shuffle(r, g, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
    const rg2 = i8x16.shuffle(r, g, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
    const p0 = i8x16.shuffle(rg0, b, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15);
    const p1 = i8x16.shuffle(rg1, b, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15);
    const p2 = i8x16.shuffle(rg2, b, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31);
    v128.store(to, p0);
    v128.store(to, p1, 16);
    v128.store(to, p2, 32);
    to += 48;
  }
}

/** Four lines of floats as one of pixels, alpha taken out of the others. */
function join4(lines: usize, lineBytes: usize, to: usize, width: i32): void {
  const green = lines + lineBytes;
  const blue = green + lineBytes;
  const alphas = blue + lineBytes;
  for (let x: usize = 0; x < <usize>width; x += 4) {
    const alpha = v128.load(alphas + 4 * x);
    // Where nothing is seen the colours are 0.
    const seen = f32x4.ge(alpha, f32x4.splat(<f32>(0.5 * full)));
    const factor = v128.and(f32x4.div(f32x4.splat(255), alpha), seen);
    const r = byteOf(f32x4.mul(v128.load(lines + 4 * x), factor));
    const g = byteOf(f32x4.mul(v128.load(green + 4 * x), factor));
    const b = byteOf(f32x4.mul(v128.load(blue + 4 * x), factor));
    const a = byteOf(f32x4.mul(alpha, f32x4.splat(<f32>(1 / full))));
    const pixels = v128.or(
      v128.or(r, i32x4.shl(g, 8)),
      v128.or(i32x4.shl(b, 16), i32x4.shl(a, 24)),
    );
    v128.store(to + 4 * x, pixels);
  }
}

/** The sum of one step of alpha: 255 / 4 times weights of 14 bits. */
const full: f64 = (255.0 / 4.0) * 16384.0;

function byteOf(values: v128): v128 {
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(values));
  return i32x4.min_s(i32x4.max_s(whole, i32x4.splat(0)), i32x4.splat(255));
}
