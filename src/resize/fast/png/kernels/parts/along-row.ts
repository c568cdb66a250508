export function load8(row: usize, start: usize): v128 {
  return v128.load(row + ((<usize>load<u32>(start)) << 1));
}

/**
 * A row of 16 bits with 6 bits of fraction in another width.
 * @param taps a multiple of 8
 */
export function alongRow(
  row: usize,
  to: usize,
  width: i32,
  starts: usize,
  weights: usize,
  taps: i32,
): void {
  const each = <usize>taps * 2;
  for (let x = 0; x < width; x += 4) {
    let d0 = i32x4.splat(0);
    let d1 = d0;
    let d2 = d0;
    let d3 = d0;
    const p0 = row + ((<usize>load<u32>(starts)) << 1);
    const p1 = row + ((<usize>load<u32>(starts, 4)) << 1);
    const p2 = row + ((<usize>load<u32>(starts, 8)) << 1);
    const p3 = row + ((<usize>load<u32>(starts, 12)) << 1);
    for (let k: usize = 0; k < each; k += 16) {
      const w = weights + k;
      d0 = i32x4.add(d0, i32x4.dot_i16x8_s(v128.load(p0 + k), v128.load(w)));
      d1 = i32x4.add(d1, i32x4.dot_i16x8_s(v128.load(p1 + k), v128.load(w + each)));
      d2 = i32x4.add(d2, i32x4.dot_i16x8_s(v128.load(p2 + k), v128.load(w + 2 * each)));
      d3 = i32x4.add(d3, i32x4.dot_i16x8_s(v128.load(p3 + k), v128.load(w + 3 * each)));
    }
    v128.store32_lane(to + x, fourSums(d0, d1, d2, d3), 0);
    starts += 16;
    weights += 4 * each;
  }
}

/** Four samples from four sums, which are of four numbers each. */
function fourSums(a: v128, b: v128, c: v128, d: v128): v128 {
  // 14 bits of the weights and 6 of the row.
  const samples = i32x4.shr_s(i32x4.add(fourTotals(a, b, c, d), i32x4.splat(1 << 19)), 20);
  const narrow = i16x8.narrow_i32x4_s(samples, samples);
  return i8x16.narrow_i16x8_u(narrow, narrow);
}

/** The sums of the numbers of each of four. */
export function fourTotals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 2, 4, 6), i32x4.shuffle(c, d, 1, 3, 5, 7));
  return i32x4.add(i32x4.shuffle(ab, cd, 0, 2, 4, 6), i32x4.shuffle(ab, cd, 1, 3, 5, 7));
}
