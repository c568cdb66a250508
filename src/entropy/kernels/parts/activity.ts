// Activity: how large residuals are around a place, sixteen times their weighted mean magnitude.

import { magnitudeAt } from './neighbours';

/**
 * Tells what has been coded of a plane: `activity` from its residuals, `past` from all planes so far, of
 * which the later ones count more. Stride in values.
 */
export function summarise(
  residuals: usize,
  width: i32,
  height: i32,
  stride: i32,
  activity: usize,
  past: usize,
): void {
  const row = <usize>stride * 2;
  for (let y = 0; y < height; y++) {
    const start = <usize>y * row;
    for (let at = start; at < start + 2 * <usize>width; at += 2) {
      const now = min<u32>(activityAt(residuals + at, row), 65_535);
      store<u16>(activity + at, <u16>now);
      const before = <u32>load<u16>(past + at);
      store<u16>(past + at, <u16>(before - (before >> 2) + (now >> 2)));
    }
  }
}

/** Stretches a coarser plane over a finer one, both of the layout of planes. Strides in values. */
export function enlarge(
  from: usize,
  fromStride: i32,
  fromWidth: i32,
  fromHeight: i32,
  to: usize,
  stride: i32,
  width: i32,
  height: i32,
): void {
  for (let y = 0; y < height; y++) {
    const source = from + <usize>(<i32>((<i64>y * fromHeight) / height) * fromStride) * 2;
    const target = to + 2 * <usize>(y * stride);
    for (let x = 0; x < width; x++) {
      const column = <usize>((<i64>x * fromWidth) / width);
      store<i16>(target + 2 * <usize>x, load<i16>(source + 2 * column));
    }
  }
}

/** Sixteen times the mean magnitude of a value and its eight neighbours, nearer ones counting more. */
function activityAt(at: usize, row: usize): u32 {
  const cross =
    magnitudeAt(at - 2) + magnitudeAt(at + 2) + magnitudeAt(at - row) + magnitudeAt(at + row);
  const above = magnitudeAt(at - row - 2) + magnitudeAt(at - row + 2);
  const below = magnitudeAt(at + row - 2) + magnitudeAt(at + row + 2);
  return 4 * magnitudeAt(at) + 2 * cross + above + below;
}
