// The part of SSIM that the original alone decides. In f64: the variance is a difference of large
// numbers, and in a flat part the rounding of f32 would be alike in every window.

import { blurAlong, blurDown, taps } from './gaussian';
import { blurred, lineBytes, lines, samples, slotOf, strip, vectors } from './ssim-strips';

/** The middle of the samples, which is taken off before squaring. */
export const middle: f32 = 128;

/**
 * Mean and variance of every window of a plane of width x height samples: for four windows the four
 * means less 128, then the four variances. Samples are divided by `unit`, which brings them to 0..255.
 */
export function referenceMoments<T>(
  plane: usize,
  width: i32,
  height: i32,
  unit: f32,
  moments: usize,
): void {
  const windows = width - taps + 1;
  for (let x = 0; x < windows; x += strip) {
    const count = min(strip, windows - x);
    let to = moments + <usize>(8 * x);
    for (let y = 0; y < height; y++) {
      squareRow<T>(plane + <usize>(y * width + x) * sizeof<T>(), count + taps - 1, unit);
      const row = slotOf(y, 8);
      for (let m: usize = 0; m < 2; m++) {
        blurAlong<f64>(lines + m * lineBytes, row + m * <usize>strip * 8, count);
      }
      if (y < taps - 1) continue;
      for (let m: usize = 0; m < 2; m++) {
        const part = m * <usize>strip * 8;
        blurDown<f64>(slotOf(y + 1, 8) + part, blurred + part, count);
      }
      storeMoments(to, count);
      to += <usize>(8 * vectors(windows));
    }
  }
}

function squareRow<T>(from: usize, count: i32, unit: f32): void {
  const units = f32x4.splat(unit);
  const middles = f64x2.splat(middle);
  for (let i: usize = 0; i < <usize>count; i += 4) {
    let p = samples<T>(from + i * sizeof<T>());
    if (sizeof<T>() !== 1) p = f32x4.div(p, units);
    const low = f64x2.sub(f64x2.promote_low_f32x4(p), middles);
    const high = f64x2.sub(f64x2.promote_low_f32x4(i64x2.shuffle(p, p, 1, 0)), middles);
    const at = lines + 8 * i;
    v128.store(at, low);
    v128.store(at, high, 16);
    v128.store(at + lineBytes, f64x2.mul(low, low));
    v128.store(at + lineBytes, f64x2.mul(high, high), 16);
  }
}

function storeMoments(to: usize, count: i32): void {
  const end = blurred + <usize>(8 * count);
  for (let at = blurred; at < end; at += 32, to += 32) {
    const low = v128.load(at);
    const high = v128.load(at, 16);
    const squares = at + <usize>strip * 8;
    v128.store(to, narrow(low, high));
    v128.store(
      to,
      narrow(
        f64x2.sub(v128.load(squares), f64x2.mul(low, low)),
        f64x2.sub(v128.load(squares, 16), f64x2.mul(high, high)),
      ),
      16,
    );
  }
}

function narrow(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
