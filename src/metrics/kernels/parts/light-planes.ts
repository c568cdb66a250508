// Interleaved samples to planes of light, and planes of half the size.

import { heightOf, planeAt, planeOf, rowAt, widthOf } from './frame';

/** Three planes from samples of 8 bit, 1 or 3 to a pixel, through a table of 256. */
export function linear8(
  samples: usize,
  channels: i32,
  table: usize,
  out: usize,
  frame: usize,
): void {
  linear<u8>(samples, channels, table, out, frame);
}

/** Three planes from samples of 16 bit, 1 or 3 to a pixel, through a table of 65,536. */
export function linear16(
  samples: usize,
  channels: i32,
  table: usize,
  out: usize,
  frame: usize,
): void {
  linear<u16>(samples, channels, table, out, frame);
}

function linear<T>(samples: usize, channels: i32, table: usize, out: usize, frame: usize): void {
  const pixel: usize = channels * sizeof<T>();
  const second: usize = channels === 1 ? 0 : sizeof<T>();
  const plane = planeOf(frame);
  const used: usize = 4 * widthOf(frame);
  for (let y = 0; y < heightOf(frame); y++) {
    const start = rowAt(out, frame, y);
    const end = start + used;
    let to = start;
    do {
      store<f32>(to, lookUp<T>(table, samples));
      store<f32>(to + plane, lookUp<T>(table, samples + second));
      store<f32>(to + 2 * plane, lookUp<T>(table, samples + 2 * second));
      samples += pixel;
      to += 4;
    } while (to < end);
  }
}

function lookUp<T>(table: usize, sample: usize): f32 {
  return load<f32>(table + 4 * <usize>load<T>(sample));
}

/** Three planes of half the width and height, rounded up, from means of 2x2 pixels or what there is. */
export function halve(from: usize, frame: usize, out: usize, half: usize): void {
  for (let c: u32 = 0; c < 3; c++) {
    halvePlane(planeAt(from, frame, c), frame, planeAt(out, half, c), half);
  }
}

function halvePlane(from: usize, frame: usize, out: usize, half: usize): void {
  const width = widthOf(frame);
  const lastRow = heightOf(frame) - 1;
  for (let y = 0; y < heightOf(half); y++) {
    const upper = rowAt(from, frame, 2 * y);
    const lower = rowAt(from, frame, min(2 * y + 1, lastRow));
    const row = rowAt(out, half, y);
    let x = 0;
    for (; x + 8 <= width; x += 8) {
      const left = f32x4.add(v128.load(upper + 4 * x), v128.load(lower + 4 * x));
      const right = f32x4.add(v128.load(upper + 4 * x, 16), v128.load(lower + 4 * x, 16));
      const sum = f32x4.add(
        v128.shuffle<f32>(left, right, 0, 2, 4, 6),
        v128.shuffle<f32>(left, right, 1, 3, 5, 7),
      );
      v128.store(row + 2 * x, f32x4.mul(sum, f32x4.splat(0.25)));
    }
    for (; x < width; x += 2) {
      const right = min(x + 1, width - 1);
      const left = load<f32>(upper + 4 * x) + load<f32>(lower + 4 * x);
      const sum = left + load<f32>(upper + 4 * right) + load<f32>(lower + 4 * right);
      store<f32>(row + 2 * x, 0.25 * sum);
    }
  }
}
