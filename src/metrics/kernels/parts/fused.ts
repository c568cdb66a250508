// Fused multiply-add to the bit of 32-bit floats: WebAssembly has none. The product of two 32-bit
// numbers is exact in 64 bits; one addition and one rounding follow. (The sum is rounded twice, which
// shows in about one of 2^29 results.)

/** 2^29 + 1, in memory: engines put a constant vector together anew in every turn of a long loop. */
export const splitterAt: usize = memory.data<f64>([536870913]);

/**
 * 64-bit lanes rounded to the nearest that 32 bits can hold, ties to even, by Veltkamp's splitting:
 * quicker than there and back. `splitter` is the number at `splitterAt` in both lanes.
 */
export function rounded(x: v128, splitter: v128): v128 {
  const shifted = f64x2.mul(x, splitter);
  return f64x2.sub(shifted, f64x2.sub(shifted, x));
}

/** Two 32-bit numbers in memory as 64-bit lanes: quicker than from a vector at hand. */
export function wide(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
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
