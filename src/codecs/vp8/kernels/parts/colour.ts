// Y'CbCr of BT.601 in its limited range to RGB, in libwebp's whole numbers: products with 8 bits of fraction cut
// off, sums with 6 bits.

function scaled(a: v128, factor: i32): v128 {
  return i32x4.shr_s(i32x4.mul(a, i32x4.splat(factor)), 8);
}

function four(from: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from)));
}

/**
 * RGB of planes of one size, 3 bytes a pixel. Up to 3 pixels more are read of each row, and 40 bytes more
 * written behind the last.
 */
export function toRgb(
  y: usize,
  yStride: usize,
  u: usize,
  uStride: usize,
  v: usize,
  vStride: usize,
  width: i32,
  height: i32,
  to: usize,
): void {
  for (let line = 0; line < height; line++) {
    let at = to;
    for (let x = 0; x < width; x += 4) {
      const level = scaled(four(y + x), 19077);
      const blueness = four(u + x);
      const redness = four(v + x);
      const red = i32x4.add(level, i32x4.sub(scaled(redness, 26149), i32x4.splat(14234)));
      const less = i32x4.add(scaled(blueness, 6419), scaled(redness, 13320));
      const green = i32x4.add(i32x4.sub(level, less), i32x4.splat(8708));
      const blue = i32x4.add(level, i32x4.sub(scaled(blueness, 33050), i32x4.splat(17685)));
      const rg = i16x8.narrow_i32x4_s(i32x4.shr_s(red, 6), i32x4.shr_s(green, 6));
      const b = i16x8.narrow_i32x4_s(i32x4.shr_s(blue, 6), i32x4.shr_s(blue, 6));
      const bytes = i8x16.narrow_i16x8_u(rg, b);
      const pixels = i8x16.shuffle(bytes, bytes, 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, 0, 0, 0, 0);
      v128.store(at, pixels);
      at += 12;
    }
    y += yStride;
    u += uStride;
    v += vStride;
    to += <usize>width * 3;
  }
}
