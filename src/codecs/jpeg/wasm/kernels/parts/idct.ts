// The inverse DCT of 8x8 samples of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) with 13 bits of
// fraction and 2 bits kept between the passes: that of libjpeg's accurate integer method, to the bit.

import { high8, high16, high32, low8, low16, low32 } from './interleave';

/** Two factors for rows that lie interleaved. */
function pair(a: i32, b: i32): v128 {
  return i32x4.splat((b << 16) | (a & 0xffff));
}

function dot(rows: v128, a: i32, b: i32): v128 {
  return i32x4.dot_i16x8_s(rows, pair(a, b));
}

function narrowed(a: v128, b: v128, bits: i32): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(a, bits), i32x4.shr_s(b, bits));
}

function sums(a: v128, b: v128, c: v128, d: v128, bits: i32): v128 {
  return narrowed(i32x4.add(a, b), i32x4.add(c, d), bits);
}

function differences(a: v128, b: v128, c: v128, d: v128, bits: i32): v128 {
  return narrowed(i32x4.sub(a, b), i32x4.sub(c, d), bits);
}

/** Samples of each block; quantisers are 64 numbers (i16) in rows, like the coefficients. */
export function putWhole(
  coefs: usize,
  spacing: usize,
  blocks: i32,
  quantisers: usize,
  to: usize,
  stride: usize,
): void {
  for (let i = 0; i < blocks; i++) {
    putBlock(coefs, quantisers, to, stride);
    coefs += spacing;
    to += 8;
  }
}

function putBlock(coefs: usize, q: usize, to: usize, stride: usize): void {
  let r0 = v128.load(coefs);
  let r1 = v128.load(coefs, 16);
  let r2 = v128.load(coefs, 32);
  let r3 = v128.load(coefs, 48);
  let r4 = v128.load(coefs, 64);
  let r5 = v128.load(coefs, 80);
  let r6 = v128.load(coefs, 96);
  let r7 = v128.load(coefs, 112);
  const below = v128.or(v128.or(r4, r5), v128.or(r6, r7));
  const above = v128.or(v128.or(r1, r2), r3);
  if (!v128.any_true(v128.or(below, above))) {
    if (!v128.any_true(v128.and(r0, i16x8(0, -1, -1, -1, -1, -1, -1, -1)))) {
      putFlat(<i32>(<i16>(<i32>load<i16>(coefs) * <i32>load<i16>(q))), to, stride);
      return;
    }
  }
  if (!v128.any_true(v128.or(below, v128.and(v128.or(r0, above), i64x2(0, -1))))) {
    putLow(
      i16x8.mul(r0, v128.load(q)),
      i16x8.mul(r1, v128.load(q, 16)),
      i16x8.mul(r2, v128.load(q, 32)),
      i16x8.mul(r3, v128.load(q, 48)),
      to,
      stride,
    );
    return;
  }
  r0 = i16x8.mul(r0, v128.load(q));
  r1 = i16x8.mul(r1, v128.load(q, 16));
  r2 = i16x8.mul(r2, v128.load(q, 32));
  r3 = i16x8.mul(r3, v128.load(q, 48));
  r4 = i16x8.mul(r4, v128.load(q, 64));
  r5 = i16x8.mul(r5, v128.load(q, 80));
  r6 = i16x8.mul(r6, v128.load(q, 96));
  r7 = i16x8.mul(r7, v128.load(q, 112));
  // Columns, then rows: what the first pass gives is turned, so that the next one finds columns again.
  let bits = 11;
  let rounding = i32x4.splat(1 << 10);
  for (let pass = 0; pass < 2; pass++) {
    const z3 = i16x8.add(r7, r3);
    const z4 = i16x8.add(r5, r1);
    let lp = low16(r0, r4);
    const l0 = i32x4.add(dot(lp, 8192, 8192), rounding);
    const l1 = i32x4.add(dot(lp, 8192, -8192), rounding);
    lp = low16(r2, r6);
    const l3 = dot(lp, 10703, 4433);
    const l2 = dot(lp, 4433, -10704);
    lp = low16(z3, z4);
    const lz3 = dot(lp, -6436, 9633);
    const lz4 = dot(lp, 9633, 6437);
    lp = low16(r1, r7);
    const lo0 = i32x4.add(dot(lp, -7373, -4927), lz3);
    const lo3 = i32x4.add(dot(lp, 4926, -7373), lz4);
    lp = low16(r3, r5);
    const lo1 = i32x4.add(dot(lp, -20995, -4176), lz4);
    const lo2 = i32x4.add(dot(lp, 4177, -20995), lz3);
    const le0 = i32x4.add(l0, l3);
    const le3 = i32x4.sub(l0, l3);
    const le1 = i32x4.add(l1, l2);
    const le2 = i32x4.sub(l1, l2);
    let hp = high16(r0, r4);
    const h0 = i32x4.add(dot(hp, 8192, 8192), rounding);
    const h1 = i32x4.add(dot(hp, 8192, -8192), rounding);
    hp = high16(r2, r6);
    const h3 = dot(hp, 10703, 4433);
    const h2 = dot(hp, 4433, -10704);
    hp = high16(z3, z4);
    const hz3 = dot(hp, -6436, 9633);
    const hz4 = dot(hp, 9633, 6437);
    hp = high16(r1, r7);
    const ho0 = i32x4.add(dot(hp, -7373, -4927), hz3);
    const ho3 = i32x4.add(dot(hp, 4926, -7373), hz4);
    hp = high16(r3, r5);
    const ho1 = i32x4.add(dot(hp, -20995, -4176), hz4);
    const ho2 = i32x4.add(dot(hp, 4177, -20995), hz3);
    const he0 = i32x4.add(h0, h3);
    const he3 = i32x4.sub(h0, h3);
    const he1 = i32x4.add(h1, h2);
    const he2 = i32x4.sub(h1, h2);
    r0 = sums(le0, lo3, he0, ho3, bits);
    r7 = differences(le0, lo3, he0, ho3, bits);
    r1 = sums(le1, lo2, he1, ho2, bits);
    r6 = differences(le1, lo2, he1, ho2, bits);
    r2 = sums(le2, lo1, he2, ho1, bits);
    r5 = differences(le2, lo1, he2, ho1, bits);
    r3 = sums(le3, lo0, he3, ho0, bits);
    r4 = differences(le3, lo0, he3, ho0, bits);
    if (pass === 1) break;
    const u0 = low16(r0, r1);
    const u1 = high16(r0, r1);
    const u2 = low16(r2, r3);
    const u3 = high16(r2, r3);
    const u4 = low16(r4, r5);
    const u5 = high16(r4, r5);
    const u6 = low16(r6, r7);
    const u7 = high16(r6, r7);
    const v0 = low32(u0, u2);
    const v1 = high32(u0, u2);
    const v2 = low32(u1, u3);
    const v3 = high32(u1, u3);
    const v4 = low32(u4, u6);
    const v5 = high32(u4, u6);
    const v6 = low32(u5, u7);
    const v7 = high32(u5, u7);
    r0 = i64x2.shuffle(v0, v4, 0, 2);
    r1 = i64x2.shuffle(v0, v4, 1, 3);
    r2 = i64x2.shuffle(v1, v5, 0, 2);
    r3 = i64x2.shuffle(v1, v5, 1, 3);
    r4 = i64x2.shuffle(v2, v6, 0, 2);
    r5 = i64x2.shuffle(v2, v6, 1, 3);
    r6 = i64x2.shuffle(v3, v7, 0, 2);
    r7 = i64x2.shuffle(v3, v7, 1, 3);
    bits = 18;
    // The level shift by 128 goes with the rounding.
    rounding = i32x4.splat((128 << 18) + (1 << 17));
  }
  putColumns(r0, r1, r2, r3, r4, r5, r6, r7, to, stride);
}

/** The same where all but the lowest 4x4 coefficients are 0: half the products and half the columns. */
function putLow(r0: v128, r1: v128, r2: v128, r3: v128, to: usize, stride: usize): void {
  let even = low16(r0, r2);
  let odd = low16(r1, r3);
  let rounding = i32x4.splat(1 << 10);
  let e0 = i32x4.add(dot(even, 8192, 10703), rounding);
  let e1 = i32x4.add(dot(even, 8192, 4433), rounding);
  let e2 = i32x4.add(dot(even, 8192, -4433), rounding);
  let e3 = i32x4.add(dot(even, 8192, -10703), rounding);
  let o0 = dot(odd, 2260, -6436);
  let o1 = dot(odd, 6437, -11362);
  let o2 = dot(odd, 9633, -2259);
  let o3 = dot(odd, 11363, 9633);
  // Two rows of four columns in a vector, turned to columns of eight.
  const n01 = sums(e0, o3, e1, o2, 11);
  const n23 = sums(e2, o1, e3, o0, 11);
  const n45 = differences(e3, o0, e2, o1, 11);
  const n67 = differences(e1, o2, e0, o3, 11);
  const u0 = i16x8.shuffle(n01, n23, 0, 4, 8, 12, 1, 5, 9, 13);
  const u1 = i16x8.shuffle(n01, n23, 2, 6, 10, 14, 3, 7, 11, 15);
  const u2 = i16x8.shuffle(n45, n67, 0, 4, 8, 12, 1, 5, 9, 13);
  const u3 = i16x8.shuffle(n45, n67, 2, 6, 10, 14, 3, 7, 11, 15);
  const c0 = i64x2.shuffle(u0, u2, 0, 2);
  const c1 = i64x2.shuffle(u0, u2, 1, 3);
  const c2 = i64x2.shuffle(u1, u3, 0, 2);
  const c3 = i64x2.shuffle(u1, u3, 1, 3);
  rounding = i32x4.splat((128 << 18) + (1 << 17));
  even = low16(c0, c2);
  odd = low16(c1, c3);
  e0 = i32x4.add(dot(even, 8192, 10703), rounding);
  e1 = i32x4.add(dot(even, 8192, 4433), rounding);
  e2 = i32x4.add(dot(even, 8192, -4433), rounding);
  e3 = i32x4.add(dot(even, 8192, -10703), rounding);
  o0 = dot(odd, 2260, -6436);
  o1 = dot(odd, 6437, -11362);
  o2 = dot(odd, 9633, -2259);
  o3 = dot(odd, 11363, 9633);
  even = high16(c0, c2);
  odd = high16(c1, c3);
  const f0 = i32x4.add(dot(even, 8192, 10703), rounding);
  const f1 = i32x4.add(dot(even, 8192, 4433), rounding);
  const f2 = i32x4.add(dot(even, 8192, -4433), rounding);
  const f3 = i32x4.add(dot(even, 8192, -10703), rounding);
  const g0 = dot(odd, 2260, -6436);
  const g1 = dot(odd, 6437, -11362);
  const g2 = dot(odd, 9633, -2259);
  const g3 = dot(odd, 11363, 9633);
  putColumns(
    sums(e0, o3, f0, g3, 18),
    sums(e1, o2, f1, g2, 18),
    sums(e2, o1, f2, g1, 18),
    sums(e3, o0, f3, g0, 18),
    differences(e3, o0, f3, g0, 18),
    differences(e2, o1, f2, g1, 18),
    differences(e1, o2, f1, g2, 18),
    differences(e0, o3, f0, g3, 18),
    to,
    stride,
  );
}

/** Vectors are columns: two of them as bytes in one, and then turned. */
function putColumns(
  r0: v128,
  r1: v128,
  r2: v128,
  r3: v128,
  r4: v128,
  r5: v128,
  r6: v128,
  r7: v128,
  to: usize,
  stride: usize,
): void {
  const c02 = i8x16.narrow_i16x8_u(r0, r2);
  const c13 = i8x16.narrow_i16x8_u(r1, r3);
  const c46 = i8x16.narrow_i16x8_u(r4, r6);
  const c57 = i8x16.narrow_i16x8_u(r5, r7);
  const c01 = low8(c02, c13);
  const c23 = high8(c02, c13);
  const c45 = low8(c46, c57);
  const c67 = high8(c46, c57);
  const left0 = low16(c01, c23);
  const left4 = high16(c01, c23);
  const right0 = low16(c45, c67);
  const right4 = high16(c45, c67);
  const rows0 = low32(left0, right0);
  const rows2 = high32(left0, right0);
  const rows4 = low32(left4, right4);
  const rows6 = high32(left4, right4);
  v128.store64_lane(to, rows0, 0);
  to += stride;
  v128.store64_lane(to, rows0, 1);
  to += stride;
  v128.store64_lane(to, rows2, 0);
  to += stride;
  v128.store64_lane(to, rows2, 1);
  to += stride;
  v128.store64_lane(to, rows4, 0);
  to += stride;
  v128.store64_lane(to, rows4, 1);
  to += stride;
  v128.store64_lane(to, rows6, 0);
  to += stride;
  v128.store64_lane(to, rows6, 1);
}

/** A block of one level, rounded as the two passes do: the first keeps DC times 4. */
function putFlat(dc: i32, to: usize, stride: usize): void {
  const kept = max(-32768, min(32767, dc << 2));
  const level = max(0, min(255, ((kept + 16) >> 5) + 128));
  const row = i8x16.splat(<i8>level);
  for (let y = 0; y < 8; y++) {
    v128.store64_lane(to, row, 0);
    to += stride;
  }
}
