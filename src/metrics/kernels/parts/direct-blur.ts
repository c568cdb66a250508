// The Gaussian of recursiveblur.ts by the nine taps of its impulse response: quicker, and equal but
// for the rounding, for planes that are not looked at so closely.

/** Where the five different taps are in the coefficients, from the middle out. */
const taps = 23 * 8;

/**
 * One blurred row: `rows` is a ring of 16 with zeros beyond the picture, `y` the row, `between` a row
 * with zeros before and after it.
 */
export function blurRow(
  rows: usize,
  pitch: usize,
  y: i32,
  between: usize,
  out: usize,
  vectors: i32,
  coefficients: usize,
): void {
  const t0 = f32x4.splat(<f32>load<f64>(coefficients + taps));
  const t1 = f32x4.splat(<f32>load<f64>(coefficients + taps, 8));
  const t2 = f32x4.splat(<f32>load<f64>(coefficients + taps, 16));
  const t3 = f32x4.splat(<f32>load<f64>(coefficients + taps, 24));
  const t4 = f32x4.splat(<f32>load<f64>(coefficients + taps, 32));
  const above4 = rows + <usize>((y - 4) & 15) * pitch;
  const above3 = rows + <usize>((y - 3) & 15) * pitch;
  const above2 = rows + <usize>((y - 2) & 15) * pitch;
  const above1 = rows + <usize>((y - 1) & 15) * pitch;
  const middle = rows + <usize>(y & 15) * pitch;
  const below1 = rows + <usize>((y + 1) & 15) * pitch;
  const below2 = rows + <usize>((y + 2) & 15) * pitch;
  const below3 = rows + <usize>((y + 3) & 15) * pitch;
  const below4 = rows + <usize>((y + 4) & 15) * pitch;
  const bytes = (<usize>vectors) << 4;
  for (let x: usize = 0; x < bytes; x += 16) {
    let sum = f32x4.mul(v128.load(middle + x), t0);
    sum = plus(sum, v128.load(above1 + x), v128.load(below1 + x), t1);
    sum = plus(sum, v128.load(above2 + x), v128.load(below2 + x), t2);
    sum = plus(sum, v128.load(above3 + x), v128.load(below3 + x), t3);
    sum = plus(sum, v128.load(above4 + x), v128.load(below4 + x), t4);
    v128.store(between + x, sum);
  }
  for (let end = between + bytes; between < end; between += 16) {
    let sum = f32x4.mul(v128.load(between), t0);
    sum = plus(sum, v128.load(between - 4), v128.load(between, 4), t1);
    sum = plus(sum, v128.load(between - 8), v128.load(between, 8), t2);
    sum = plus(sum, v128.load(between - 12), v128.load(between, 12), t3);
    sum = plus(sum, v128.load(between - 16), v128.load(between, 16), t4);
    v128.store(out, sum);
    out += 16;
  }
}

function plus(sum: v128, a: v128, b: v128, tap: v128): v128 {
  return f32x4.add(sum, f32x4.mul(f32x4.add(a, b), tap));
}
