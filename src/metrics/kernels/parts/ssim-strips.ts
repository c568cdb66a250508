// What the two passes of SSIM share: pictures are worked through in strips, downwards, so that the
// last 11 rows of all moments stay in the first-level cache:
//
//     samples of a row -> lines of moments -> blurred along -> ring of 11 rows -> blurred down

import { pitch, taps } from './gaussian';

/** Most windows of a row in a strip, a whole number of vectors. */
export const strip: i32 = 128;

/** Bytes of a line of moments: of a strip, 10 more and up to a vector. */
export const lineBytes: usize = 144 * 8;

/** Lines of moments of one row, before any blur. */
export const lines: usize = memory.data(3 * 144 * 8, 64);

/** Every row stands twice, 11 rows apart, so that any 11 in a row are the last ones. */
export const ring: usize = memory.data(2 * 11 * 400 * 8, 64);

/** A row of blurred moments. */
export const blurred: usize = memory.data(400 * 8, 64);

/** Where row `y` belongs in the ring, of elements of so many bytes. */
export function slotOf(y: i32, bytes: usize): usize {
  return ring + <usize>(y % taps) * <usize>pitch * bytes;
}

/** Windows in whole vectors: the pitch of all planes that have one value a window. */
export function vectors(windows: i32): i32 {
  return (windows + 3) & ~3;
}

/** Four samples at `at`, as f32. */
export function samples<T>(at: usize): v128 {
  if (isFloat<T>()) return v128.load(at);
  if (sizeof<T>() === 2) return f32x4.convert_i32x4_u(v128.load16x4_u(at));
  const shorts = i16x8.extend_low_i8x16_u(v128.load32_zero(at));
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(shorts));
}
