// Fused multiply-add to the bit of 32-bit floats: WebAssembly has none. The product of two 32-bit
// numbers is exact in 64 bits; one addition and one rounding follow. (The sum is rounded twice, which
// shows in about one of 2^29 results.)

/**
 * 64-bit lanes rounded to what 32 bits can hold, by Veltkamp's splitting: quicker than there and back.
 * Of two 32-bit numbers as near it may take the other one, so not for sums of few bits.
 */
export function rounded(x: v128): v128 {
  const shifted = f64x2.mul(x, f64x2.splat(536870913));
  return f64x2.sub(shifted, f64x2.sub(shifted, x));
}

/** The two upper 32-bit lanes as 64-bit lanes. */
export function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 0));
}

/** The two lower 32-bit lanes as 64-bit lanes. */
export function lower(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** Two pairs of 64-bit lanes, rounded to four of 32 bits. */
export function narrowed(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** a b + c in one rounding, of numbers of 32 bits. */
export function fused(a: f32, b: f32, c: f32): f32 {
  return <f32>(<f64>a * <f64>b + <f64>c);
}
