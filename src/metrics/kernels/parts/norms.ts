// Norms of rectangles of a map of f32, `row` bytes from row to row.

/** The largest value, of values from 0. */
export function peak(map: usize, row: usize, width: i32, height: i32): f32 {
  // As integers, which are in the same order, with NaN above all.
  let four = f32x4.splat(0);
  let largest: f32 = 0;
  for (let y = 0; y < height; y++) {
    let x = 0;
    for (; x + 4 <= width; x += 4) four = i32x4.max_u(four, v128.load(map + <usize>(4 * x)));
    for (; x < width; x++) largest = max(largest, load<f32>(map + <usize>(4 * x)));
    map += row;
  }
  const upper = max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1));
  const lower = max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3));
  return max(largest, max(upper, lower));
}

/** Writes the sums of the values to the power of 3, 6 and 12 as three f64. */
export function sumOfPowers(map: usize, row: usize, width: i32, height: i32, out: usize): void {
  let thirds = f64x2.splat(0);
  let sixths = f64x2.splat(0);
  let twelfths = f64x2.splat(0);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += 2) {
      const at = map + <usize>(4 * x);
      const two = x + 1 < width ? v128.load64_zero(at) : v128.load32_zero(at);
      const v = f64x2.promote_low_f32x4(two);
      const third = f64x2.mul(f64x2.mul(v, v), v);
      const sixth = f64x2.mul(third, third);
      thirds = f64x2.add(thirds, third);
      sixths = f64x2.add(sixths, sixth);
      twelfths = f64x2.add(twelfths, f64x2.mul(sixth, sixth));
    }
    map += row;
  }
  store<f64>(out, total(thirds));
  store<f64>(out, total(sixths), 8);
  store<f64>(out, total(twelfths), 16);
}

function total(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
