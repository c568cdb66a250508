// sRGB samples to linear light, with the rational polynomial that libjxl uses in place of a power.

import { fused } from './fused';

/** Linear light, 0..1, of an sRGB value of 0..1. */
function linearOf(encoded: f32): f32 {
  if (encoded <= 0.04045) return encoded * (<f32>1 / <f32>12.92);
  let above: f32 = 8.210152774e-1;
  above = fused(above, encoded, 7.961564959e-1);
  above = fused(above, encoded, 1.624820318e-1);
  above = fused(above, encoded, 1.043637593e-2);
  above = fused(above, encoded, 2.200248328e-4);
  let below: f32 = 6.521209011e-3;
  below = fused(below, encoded, -5.512498495e-2);
  below = fused(below, encoded, 4.98752835e-1);
  below = fused(below, encoded, 1.076976492);
  below = fused(below, encoded, 2.63184697e-1);
  return above / below;
}

function encodedOf(sample: u32, deep: bool): f32 {
  return <f32>sample * (deep ? <f32>1 / <f32>65535 : <f32>1 / <f32>255);
}

/** Fills a table of 256 floats, or 65,536 for 16 bits: the linear light of every sample. */
export function fillLinear(table: usize, deep: bool): void {
  const count: u32 = deep ? 65536 : 256;
  for (let sample: u32 = 0; sample < count; sample++) {
    store<f32>(table + (sample << 2), linearOf(encodedOf(sample, deep)));
  }
}

/** One row of interleaved samples to three rows of linear light, `pitch` bytes apart. */
export function linearRow(
  samples: usize,
  channels: i32,
  deep: bool,
  table: usize,
  background: f32,
  row: usize,
  pitch: usize,
  width: i32,
): void {
  const end = row + ((<usize>width) << 2);
  if (channels === 3 && !deep) {
    for (; row < end; row += 4) {
      store<f32>(row, load<f32>(table + ((<usize>load<u8>(samples)) << 2)));
      store<f32>(row + pitch, load<f32>(table + ((<usize>load<u8>(samples, 1)) << 2)));
      store<f32>(row + 2 * pitch, load<f32>(table + ((<usize>load<u8>(samples, 2)) << 2)));
      samples += 3;
    }
    return;
  }
  for (; row < end; row += 4) {
    if (channels === 4) {
      const alpha = encodedOf(sampleAt(samples, 3, deep), deep);
      const behind = (<f32>1 - alpha) * background;
      for (let c: usize = 0; c < 3; c++) {
        const encoded = encodedOf(sampleAt(samples, c, deep), deep);
        store<f32>(row + c * pitch, linearOf(alpha * encoded + behind));
      }
    } else {
      for (let c: usize = 0; c < 3; c++) {
        const sample = sampleAt(samples, channels === 1 ? 0 : c, deep);
        store<f32>(row + c * pitch, load<f32>(table + (sample << 2)));
      }
    }
    samples += (<usize>channels) << (deep ? 1 : 0);
  }
}

function sampleAt(samples: usize, channel: usize, deep: bool): u32 {
  return deep ? <u32>load<u16>(samples + 2 * channel) : <u32>load<u8>(samples + channel);
}

/**
 * Three rows of half the width and height: means of 2x2 pixels of two rows of linear light. The last
 * column stands for the one that an odd width lacks; `lower` is `upper` where an odd height lacks a row.
 */
export function halveRows(
  upper: usize,
  lower: usize,
  pitch: usize,
  width: i32,
  out: usize,
  outPitch: usize,
): void {
  for (let c = 0; c < 3; c++) {
    let x = 0;
    for (; x + 2 <= width; x += 8) {
      const a = v128.load(upper + ((<usize>x) << 2));
      const b = v128.load(upper + ((<usize>x) << 2), 16);
      const d = v128.load(lower + ((<usize>x) << 2));
      const e = v128.load(lower + ((<usize>x) << 2), 16);
      let sum = f32x4.add(even(a, b), odd(a, b));
      sum = f32x4.add(sum, even(d, e));
      sum = f32x4.add(sum, odd(d, e));
      v128.store(out + ((<usize>x) << 1), f32x4.mul(sum, f32x4.splat(0.25)));
    }
    if (width & 1) {
      const last = (<usize>(width - 1)) << 2;
      const a = load<f32>(upper + last);
      const d = load<f32>(lower + last);
      store<f32>(out + ((<usize>(width >> 1)) << 2), (a + a + d + d) * 0.25);
    }
    upper += pitch;
    lower += pitch;
    out += outPitch;
  }
}

function even(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 2, 4, 6);
}

function odd(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 1, 3, 5, 7);
}
