// Inverse transforms. RFC 6386, section 14.

/** Products with 35,468 and 20,091, 16 bits of fraction cut off; the first is as large as 16 bits hold, less one. */
function bySine(a: v128): v128 {
  return i32x4.add(i32x4.shr_s(i32x4.dot_i16x8_s(a, i32x4.splat(-30068 & 0xffff)), 16), a);
}

function byCosine(a: v128): v128 {
  return i32x4.add(i32x4.shr_s(i32x4.dot_i16x8_s(a, i32x4.splat(20091)), 16), a);
}

/**
 * Adds a block's differences to its prediction, 4 rows of 4 in a vector, and stores the sum. The coefficients
 * are 0 thereafter. Section 14.3.
 */
export function addBlock(coefs: usize, prediction: v128, to: usize, stride: usize): void {
  const r0 = v128.load16x4_s(coefs);
  const r1 = v128.load16x4_s(coefs, 8);
  const r2 = v128.load16x4_s(coefs, 16);
  const r3 = v128.load16x4_s(coefs, 24);
  const none = i32x4.splat(0);
  v128.store(coefs, none);
  v128.store(coefs, none, 16);
  let a = i32x4.add(r0, r2);
  let b = i32x4.sub(r0, r2);
  let c = i32x4.sub(bySine(r1), byCosine(r3));
  let d = i32x4.add(byCosine(r1), bySine(r3));
  const t0 = i32x4.add(a, d);
  const t1 = i32x4.add(b, c);
  const t2 = i32x4.sub(b, c);
  const t3 = i32x4.sub(a, d);
  const l01 = i32x4.shuffle(t0, t1, 0, 4, 1, 5);
  const h01 = i32x4.shuffle(t0, t1, 2, 6, 3, 7);
  const l23 = i32x4.shuffle(t2, t3, 0, 4, 1, 5);
  const h23 = i32x4.shuffle(t2, t3, 2, 6, 3, 7);
  const u0 = i32x4.add(i64x2.shuffle(l01, l23, 0, 2), i32x4.splat(4));
  const u1 = i64x2.shuffle(l01, l23, 1, 3);
  const u2 = i64x2.shuffle(h01, h23, 0, 2);
  const u3 = i64x2.shuffle(h01, h23, 1, 3);
  a = i32x4.add(u0, u2);
  b = i32x4.sub(u0, u2);
  c = i32x4.sub(bySine(u1), byCosine(u3));
  d = i32x4.add(byCosine(u1), bySine(u3));
  const c01 = i16x8.narrow_i32x4_s(i32x4.add(a, d), i32x4.add(b, c));
  const c23 = i16x8.narrow_i32x4_s(i32x4.sub(b, c), i32x4.sub(a, d));
  // Columns to rows.
  const v01 = i16x8.shuffle(c01, c23, 0, 8, 1, 9, 2, 10, 3, 11);
  const v23 = i16x8.shuffle(c01, c23, 4, 12, 5, 13, 6, 14, 7, 15);
  const rows01 = i16x8.shuffle(v01, v23, 0, 8, 1, 9, 2, 10, 3, 11);
  const rows23 = i16x8.shuffle(v01, v23, 4, 12, 5, 13, 6, 14, 7, 15);
  putRows(
    i8x16.narrow_i16x8_u(
      i16x8.add(i16x8.extend_low_i8x16_u(prediction), i16x8.shr_s(rows01, 3)),
      i16x8.add(i16x8.extend_high_i8x16_u(prediction), i16x8.shr_s(rows23, 3)),
    ),
    to,
    stride,
  );
}

/** The same where all but DC are 0. */
export function addFlat(coefs: usize, prediction: v128, to: usize, stride: usize): void {
  const level = (<i32>load<i16>(coefs) + 4) >> 3;
  store<i16>(coefs, 0);
  const more = i8x16.splat(<i8>max(0, min(255, level)));
  const less = i8x16.splat(<i8>max(0, min(255, -level)));
  putRows(i8x16.sub_sat_u(i8x16.add_sat_u(prediction, more), less), to, stride);
}

/** 4 rows of 4. */
export function putRows(rows: v128, to: usize, stride: usize): void {
  v128.store32_lane(to, rows, 0);
  to += stride;
  v128.store32_lane(to, rows, 1);
  to += stride;
  v128.store32_lane(to, rows, 2);
  to += stride;
  v128.store32_lane(to, rows, 3);
}

export function rowsAt(from: usize, stride: usize): v128 {
  let rows = v128.load32_zero(from);
  from += stride;
  rows = v128.load32_lane(from, rows, 1);
  from += stride;
  rows = v128.load32_lane(from, rows, 2);
  from += stride;
  return v128.load32_lane(from, rows, 3);
}

/** The inverse Walsh-Hadamard transform: DC of 16 blocks, 32 bytes apart. Section 14.3. */
export function spreadDc(coefs: usize, to: usize): void {
  const r0 = v128.load16x4_s(coefs);
  const r1 = v128.load16x4_s(coefs, 8);
  const r2 = v128.load16x4_s(coefs, 16);
  const r3 = v128.load16x4_s(coefs, 24);
  const a0 = i32x4.add(r0, r3);
  const a1 = i32x4.add(r1, r2);
  const a2 = i32x4.sub(r1, r2);
  const a3 = i32x4.sub(r0, r3);
  spreadRow(i32x4.add(a0, a1), to);
  spreadRow(i32x4.add(a3, a2), to + 128);
  spreadRow(i32x4.sub(a0, a1), to + 256);
  spreadRow(i32x4.sub(a3, a2), to + 384);
}

function spreadRow(row: v128, to: usize): void {
  const first = i32x4.extract_lane(row, 0) + 3;
  const second = i32x4.extract_lane(row, 1);
  const third = i32x4.extract_lane(row, 2);
  const last = i32x4.extract_lane(row, 3);
  const a0 = first + last;
  const a1 = second + third;
  const a2 = second - third;
  const a3 = first - last;
  store<i16>(to, <i16>((a0 + a1) >> 3));
  store<i16>(to, <i16>((a3 + a2) >> 3), 32);
  store<i16>(to, <i16>((a0 - a1) >> 3), 64);
  store<i16>(to, <i16>((a3 - a2) >> 3), 96);
}
