// Inverse DCTs of 4x4, 2x2 and 1x1 samples from the lowest coefficients of a block alone: what the
// block's 8x8 samples are where all higher frequencies are cut off.

import { high8, high16, high32, low8, low16, low32 } from './interleave';

function times(a: v128, factor: i16): v128 {
  return i16x8.q15mulr_sat_s(a, i16x8.splat(factor));
}

/** 4x4 samples of each block; coefficients and quantisers (times 8) are 4 rows of 4. */
export function putHalves(
  coefs: usize,
  spacing: usize,
  blocks: i32,
  quantisers: usize,
  to: usize,
  stride: usize,
): void {
  const q0 = v128.load(quantisers);
  const q1 = v128.load(quantisers, 16);
  const middle = i16x8.splat(128 * 64 + 32);
  const allButFirst = i16x8(0, -1, -1, -1, -1, -1, -1, -1);
  for (let i = 0; i < blocks; i += 2) {
    // Two blocks side by side: a vector is a row of both.
    const other = coefs + spacing;
    let a0 = v128.load(coefs);
    let a1 = v128.load(coefs, 16);
    let b0 = v128.load(other);
    let b1 = v128.load(other, 16);
    const rest = v128.or(v128.and(v128.or(a0, b0), allButFirst), v128.or(a1, b1));
    a0 = i16x8.mul(a0, q0);
    b0 = i16x8.mul(b0, q0);
    if (!v128.any_true(rest)) {
      const levels = i16x8.shuffle(a0, b0, 0, 0, 0, 0, 8, 8, 8, 8);
      const row = i16x8.shr_s(i16x8.add_sat_s(levels, middle), 6);
      const samples = i8x16.narrow_i16x8_u(row, row);
      v128.store64_lane(to, samples, 0);
      v128.store64_lane(to + stride, samples, 0);
      v128.store64_lane(to + 2 * stride, samples, 0);
      v128.store64_lane(to + 3 * stride, samples, 0);
      coefs += 2 * spacing;
      to += 8;
      continue;
    }
    a1 = i16x8.mul(a1, q1);
    b1 = i16x8.mul(b1, q1);
    let r0 = i64x2.shuffle(a0, b0, 0, 2);
    let r1 = i64x2.shuffle(a0, b0, 1, 3);
    let r2 = i64x2.shuffle(a1, b1, 0, 2);
    let r3 = i64x2.shuffle(a1, b1, 1, 3);
    for (let pass = 0; pass < 2; pass++) {
      const even = i16x8.add_sat_s(r0, r2);
      const odd = i16x8.sub_sat_s(r0, r2);
      // 1.306563 r1 + 0.541196 r3, and 0.541196 r1 - 1.306563 r3
      const outer = i16x8.add_sat_s(i16x8.add_sat_s(r1, times(r1, 10045)), times(r3, 17734));
      const inner = i16x8.sub_sat_s(i16x8.sub_sat_s(times(r1, 17734), r3), times(r3, 10045));
      r0 = i16x8.add_sat_s(even, outer);
      r1 = i16x8.add_sat_s(odd, inner);
      r2 = i16x8.sub_sat_s(odd, inner);
      r3 = i16x8.sub_sat_s(even, outer);
      if (pass === 1) break;
      // Columns become rows.
      a0 = low16(r0, r1);
      b0 = high16(r0, r1);
      a1 = low16(r2, r3);
      b1 = high16(r2, r3);
      const left = low32(a0, a1);
      const right = high32(a0, a1);
      const otherLeft = low32(b0, b1);
      const otherRight = high32(b0, b1);
      r0 = i64x2.shuffle(left, otherLeft, 0, 2);
      r1 = i64x2.shuffle(left, otherLeft, 1, 3);
      r2 = i64x2.shuffle(right, otherRight, 0, 2);
      r3 = i64x2.shuffle(right, otherRight, 1, 3);
    }
    // And again, as bytes.
    const evens = i8x16.narrow_i16x8_u(
      i16x8.shr_s(i16x8.add_sat_s(r0, middle), 6),
      i16x8.shr_s(i16x8.add_sat_s(r2, middle), 6),
    );
    const odds = i8x16.narrow_i16x8_u(
      i16x8.shr_s(i16x8.add_sat_s(r1, middle), 6),
      i16x8.shr_s(i16x8.add_sat_s(r3, middle), 6),
    );
    const left = low8(evens, odds);
    const right = high8(evens, odds);
    const block = low16(left, right);
    const otherBlock = high16(left, right);
    const upper = low32(block, otherBlock);
    const lower = high32(block, otherBlock);
    v128.store64_lane(to, upper, 0);
    v128.store64_lane(to + stride, upper, 1);
    v128.store64_lane(to + 2 * stride, lower, 0);
    v128.store64_lane(to + 3 * stride, lower, 1);
    coefs += 2 * spacing;
    to += 8;
  }
}

/** 2x2 samples of each block; coefficients and quantisers are 2 rows of 2. */
export function putQuarters(
  coefs: usize,
  spacing: usize,
  blocks: i32,
  quantisers: usize,
  to: usize,
  stride: usize,
): void {
  const q = v128.load64_splat(quantisers);
  const middle = i16x8.splat(128 * 8 + 4);
  for (let i = 0; i < blocks; i += 2) {
    const both = i64x2.shuffle(v128.load64_zero(coefs), v128.load64_zero(coefs + spacing), 0, 2);
    const c = i16x8.mul(both, q);
    const swapped = i16x8.shuffle(c, c, 1, 0, 3, 2, 5, 4, 7, 6);
    // a+b a-b c+d c-d
    const sums = i16x8.add_sat_s(c, swapped);
    const differences = i16x8.sub_sat_s(swapped, c);
    const rows = i16x8.shuffle(sums, differences, 0, 9, 2, 11, 4, 13, 6, 15);
    const crossed = i32x4.shuffle(rows, rows, 1, 0, 3, 2);
    const plus = i16x8.add_sat_s(rows, crossed);
    const minus = i16x8.sub_sat_s(rows, crossed);
    // The upper rows of both blocks, then the lower ones.
    const all = i32x4.shuffle(plus, minus, 0, 2, 4, 6);
    const samples = i8x16.narrow_i16x8_u(
      i16x8.shr_s(i16x8.add_sat_s(all, middle), 3),
      i16x8.splat(0),
    );
    v128.store32_lane(to, samples, 0);
    v128.store32_lane(to + stride, samples, 1);
    coefs += 2 * spacing;
    to += 4;
  }
}

/** One sample of each block: its mean. */
export function putEighths(
  coefs: usize,
  spacing: usize,
  blocks: i32,
  quantisers: usize,
  to: usize,
  _stride: usize,
): void {
  const q = <i32>load<u16>(quantisers);
  for (let i = 0; i < blocks; i++) {
    const mean = ((<i32>load<i16>(coefs) * q + 4) >> 3) + 128;
    store<u8>(to, <u8>max(0, min(255, mean)));
    coefs += spacing;
    to++;
  }
}
