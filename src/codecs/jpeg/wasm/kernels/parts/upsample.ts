// Chroma at the size of luma by triangle filters, with the very rounding of libjpeg's "fancy upsampling":
// sums of two rows first, then a sum with the neighbour on each side.

/** A row of sums (i16) of the nearer row three times and the farther one. */
export function sumRows(near: usize, far: usize, width: i32, to: usize): void {
  for (let x = 0; x < width; x += 8) {
    const closer = v128.load8x8_u(near + x);
    const sum = i16x8.add(i16x8.shl(closer, 1), closer);
    v128.store(to + ((<usize>x) << 1), i16x8.add(sum, v128.load8x8_u(far + x)));
  }
}

/** A row as it is (i16). */
export function copyRow(from: usize, width: i32, to: usize): void {
  for (let x = 0; x < width; x += 8) v128.store(to + ((<usize>x) << 1), v128.load8x8_u(from + x));
}

/** Sums of two rows as samples. */
export function narrowRow(sums: usize, width: i32, rounding: i32, to: usize): void {
  const half = i16x8.splat(<i16>rounding);
  for (let x = 0; x < width; x += 8) {
    const samples = i16x8.shr_u(i16x8.add(v128.load(sums + ((<usize>x) << 1)), half), 2);
    v128.store64_lane(to + x, i8x16.narrow_i16x8_u(samples, samples), 0);
  }
}

/**
 * Twice as many samples as there are sums, which have room for one more on each side.
 * @param before rounding of the left one of a pair, `after` of the right one
 */
export function widenRow(
  sums: usize,
  width: i32,
  before: i32,
  after: i32,
  shift: i32,
  to: usize,
): void {
  const end = sums + ((<usize>width) << 1);
  store<i16>(sums - 2, load<i16>(sums));
  store<i16>(end, load<i16>(end - 2));
  const left = i16x8.splat(<i16>before);
  const right = i16x8.splat(<i16>after);
  for (let at = sums; at < end; at += 16) {
    const own = v128.load(at);
    const thrice = i16x8.add(i16x8.shl(own, 1), own);
    const a = i16x8.shr_u(i16x8.add(i16x8.add(thrice, v128.load(at - 2)), left), shift);
    const b = i16x8.shr_u(i16x8.add(i16x8.add(thrice, v128.load(at + 2)), right), shift);
    // Samples are below 256: the right ones go to the high bytes.
    v128.store(to, v128.or(a, i16x8.shl(b, 8)));
    to += 16;
  }
}

/** Every sample several times over. */
export function repeatRow(from: usize, width: i32, times: i32, to: usize): void {
  for (let x = 0; x < width; x++) {
    memory.fill(to, load<u8>(from + x), times);
    to += times;
  }
}
