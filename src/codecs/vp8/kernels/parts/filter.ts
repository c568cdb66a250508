// Filters along one edge of 16 samples. RFC 6386, section 15.
//
// The samples of the rows before and behind the edge are p3 to p0 and q0 to q3 in the order of the picture.
// Those of luma are 16 of a row; those of chroma 8 of each plane, at two places.

function rowAt(a: usize, b: usize, isPair: bool): v128 {
  return isPair ? v128.load64_lane(b, v128.load64_zero(a), 1) : v128.load(a);
}

function putRow(a: usize, b: usize, row: v128, isPair: bool): void {
  if (isPair) {
    v128.store64_lane(a, row, 0);
    v128.store64_lane(b, row, 1);
  } else {
    v128.store(a, row);
  }
}

function distance(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

function inverted(a: v128): v128 {
  return v128.xor(a, i8x16.splat(-128));
}

/** By how much more than the limit the step at the edge is; 0 where it may be filtered. */
function stepBeyond(p1: v128, p0: v128, q0: v128, q1: v128, limit: v128): v128 {
  const step = distance(p0, q0);
  // Halves of bytes: the bit that would come from the next one is out.
  const half = i16x8.shr_u(v128.and(distance(p1, q1), i8x16.splat(-2)), 1);
  return i8x16.sub_sat_u(i8x16.add_sat_u(i8x16.add_sat_u(step, step), half), limit);
}

/** Eighths of signed numbers that were inverted, with 16 added to them. */
function eighths(a: v128, rounding: i8): v128 {
  const sum = i8x16.add_sat_u(a, i8x16.splat(rounding));
  return v128.and(i16x8.shr_u(sum, 3), i8x16.splat(31));
}

function withStep(first: v128, p0: v128, q0: v128): v128 {
  const step = i8x16.sub_sat_s(q0, p0);
  return i8x16.add_sat_s(i8x16.add_sat_s(i8x16.add_sat_s(first, step), step), step);
}

/** The simple filter of luma. Section 15.2. */
export function filterSimple(at: usize, stride: usize, limit: v128): void {
  let p1 = v128.load(at - 2 * stride);
  let p0 = v128.load(at - stride);
  let q0 = v128.load(at);
  let q1 = v128.load(at + stride);
  const filtered = i8x16.eq(stepBeyond(p1, p0, q0, q1, limit), i8x16.splat(0));
  p1 = inverted(p1);
  p0 = inverted(p0);
  q0 = inverted(q0);
  q1 = inverted(q1);
  const change = inverted(v128.and(withStep(i8x16.sub_sat_s(p1, q1), p0, q0), filtered));
  const sixteen = i8x16.splat(16);
  q0 = i8x16.sub_sat_s(q0, i8x16.sub(eighths(change, 4), sixteen));
  p0 = i8x16.add_sat_s(p0, i8x16.sub(eighths(change, 3), sixteen));
  v128.store(at - stride, inverted(p0));
  v128.store(at, inverted(q0));
}

/** The normal filter between macroblocks. Section 15.3. */
function filterOuter(
  a: usize,
  b: usize,
  isPair: bool,
  stride: usize,
  limit: v128,
  inner: v128,
  variance: v128,
): void {
  const p3 = rowAt(a - 4 * stride, b - 4 * stride, isPair);
  let p2 = rowAt(a - 3 * stride, b - 3 * stride, isPair);
  let p1 = rowAt(a - 2 * stride, b - 2 * stride, isPair);
  let p0 = rowAt(a - stride, b - stride, isPair);
  let q0 = rowAt(a, b, isPair);
  let q1 = rowAt(a + stride, b + stride, isPair);
  let q2 = rowAt(a + 2 * stride, b + 2 * stride, isPair);
  const q3 = rowAt(a + 3 * stride, b + 3 * stride, isPair);
  const none = i8x16.splat(0);
  const nearest = i8x16.max_u(distance(p1, p0), distance(q1, q0));
  let most = i8x16.max_u(i8x16.max_u(distance(p3, p2), distance(p2, p1)), nearest);
  most = i8x16.max_u(i8x16.max_u(distance(q3, q2), distance(q2, q1)), most);
  const beyond = v128.or(i8x16.sub_sat_u(most, inner), stepBeyond(p1, p0, q0, q1, limit));
  const filtered = i8x16.eq(beyond, none);
  if (!v128.any_true(filtered)) return;
  const isCalm = i8x16.eq(i8x16.sub_sat_u(nearest, variance), none);
  p2 = inverted(p2);
  p1 = inverted(p1);
  p0 = inverted(p0);
  q0 = inverted(q0);
  q1 = inverted(q1);
  q2 = inverted(q2);
  const change = v128.and(withStep(i8x16.sub_sat_s(p1, q1), p0, q0), filtered);
  const sharp = inverted(v128.andnot(change, isCalm));
  const sixteen = i8x16.splat(16);
  q0 = i8x16.sub_sat_s(q0, i8x16.sub(eighths(sharp, 4), sixteen));
  p0 = i8x16.add_sat_s(p0, i8x16.sub(eighths(sharp, 3), sixteen));
  // 27, 18 and 9 times the change in 128ths.
  const calm = v128.and(change, isCalm);
  const nine = i16x8.splat(9);
  const lowNine = i16x8.mul(i16x8.extend_low_i8x16_s(calm), nine);
  const highNine = i16x8.mul(i16x8.extend_high_i8x16_s(calm), nine);
  let low = i16x8.add(lowNine, i16x8.splat(63));
  let high = i16x8.add(highNine, i16x8.splat(63));
  let part = i8x16.narrow_i16x8_s(i16x8.shr_s(low, 7), i16x8.shr_s(high, 7));
  p2 = i8x16.add_sat_s(p2, part);
  q2 = i8x16.sub_sat_s(q2, part);
  low = i16x8.add(low, lowNine);
  high = i16x8.add(high, highNine);
  part = i8x16.narrow_i16x8_s(i16x8.shr_s(low, 7), i16x8.shr_s(high, 7));
  p1 = i8x16.add_sat_s(p1, part);
  q1 = i8x16.sub_sat_s(q1, part);
  low = i16x8.add(low, lowNine);
  high = i16x8.add(high, highNine);
  part = i8x16.narrow_i16x8_s(i16x8.shr_s(low, 7), i16x8.shr_s(high, 7));
  p0 = i8x16.add_sat_s(p0, part);
  q0 = i8x16.sub_sat_s(q0, part);
  putRow(a - 3 * stride, b - 3 * stride, inverted(p2), isPair);
  putRow(a - 2 * stride, b - 2 * stride, inverted(p1), isPair);
  putRow(a - stride, b - stride, inverted(p0), isPair);
  putRow(a, b, inverted(q0), isPair);
  putRow(a + stride, b + stride, inverted(q1), isPair);
  putRow(a + 2 * stride, b + 2 * stride, inverted(q2), isPair);
}

/** The normal filter between the blocks of a macroblock. Section 15.3. */
function filterInner(
  a: usize,
  b: usize,
  isPair: bool,
  stride: usize,
  limit: v128,
  inner: v128,
  variance: v128,
): void {
  const p3 = rowAt(a - 4 * stride, b - 4 * stride, isPair);
  const p2 = rowAt(a - 3 * stride, b - 3 * stride, isPair);
  let p1 = rowAt(a - 2 * stride, b - 2 * stride, isPair);
  let p0 = rowAt(a - stride, b - stride, isPair);
  let q0 = rowAt(a, b, isPair);
  let q1 = rowAt(a + stride, b + stride, isPair);
  const q2 = rowAt(a + 2 * stride, b + 2 * stride, isPair);
  const q3 = rowAt(a + 3 * stride, b + 3 * stride, isPair);
  const none = i8x16.splat(0);
  const nearest = i8x16.max_u(distance(p1, p0), distance(q1, q0));
  let most = i8x16.max_u(i8x16.max_u(distance(p3, p2), distance(p2, p1)), nearest);
  most = i8x16.max_u(i8x16.max_u(distance(q3, q2), distance(q2, q1)), most);
  const beyond = v128.or(i8x16.sub_sat_u(most, inner), stepBeyond(p1, p0, q0, q1, limit));
  const filtered = i8x16.eq(beyond, none);
  if (!v128.any_true(filtered)) return;
  const isCalm = i8x16.eq(i8x16.sub_sat_u(nearest, variance), none);
  p1 = inverted(p1);
  p0 = inverted(p0);
  q0 = inverted(q0);
  q1 = inverted(q1);
  const slope = v128.andnot(i8x16.sub_sat_s(p1, q1), isCalm);
  const change = inverted(v128.and(withStep(slope, p0, q0), filtered));
  const sixteen = i8x16.splat(16);
  const part = eighths(change, 4);
  q0 = i8x16.sub_sat_s(q0, i8x16.sub(part, sixteen));
  p0 = i8x16.add_sat_s(p0, i8x16.sub(eighths(change, 3), sixteen));
  // Half of it, rounded up, for the outer ones.
  const half = v128.and(i8x16.sub(i8x16.avgr_u(part, sixteen), sixteen), isCalm);
  q1 = i8x16.sub_sat_s(q1, half);
  p1 = i8x16.add_sat_s(p1, half);
  putRow(a - 2 * stride, b - 2 * stride, inverted(p1), isPair);
  putRow(a - stride, b - stride, inverted(p0), isPair);
  putRow(a, b, inverted(q0), isPair);
  putRow(a + stride, b + stride, inverted(q1), isPair);
}

export function filterOuterRow(
  at: usize,
  stride: usize,
  limit: v128,
  inner: v128,
  variance: v128,
): void {
  filterOuter(at, at, false, stride, limit, inner, variance);
}

export function filterOuterPair(
  a: usize,
  b: usize,
  stride: usize,
  limit: v128,
  inner: v128,
  variance: v128,
): void {
  filterOuter(a, b, true, stride, limit, inner, variance);
}

export function filterInnerRow(
  at: usize,
  stride: usize,
  limit: v128,
  inner: v128,
  variance: v128,
): void {
  filterInner(at, at, false, stride, limit, inner, variance);
}

export function filterInnerPair(
  a: usize,
  b: usize,
  stride: usize,
  limit: v128,
  inner: v128,
  variance: v128,
): void {
  filterInner(a, b, true, stride, limit, inner, variance);
}
