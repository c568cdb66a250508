// The zigzag order (ITU-T T.81, figure 5) of blocks whose coefficients lie in rows of 16 bits.

/** Of every k the byte where the coefficient lies in the rows. */
const places: usize = memory.data<u8>([
  0, 2, 16, 32, 18, 4, 6, 20, 34, 48, 64, 50, 36, 22, 8, 10, 24, 38, 52, 66, 80, 96, 82, 68, 54, 40,
  26, 12, 14, 28, 42, 56, 70, 84, 98, 112, 114, 100, 86, 72, 58, 44, 30, 46, 60, 74, 88, 102, 116,
  118, 104, 90, 76, 62, 78, 92, 106, 120, 122, 108, 94, 110, 124, 126,
]);

/** The coefficient that comes k-th. */
export function coefficient(rows: usize, k: usize): i32 {
  return <i32>load<i16>(rows + <usize>load<u8>(places + k));
}

/** What `order` adds to a coefficient, so that it is a byte, and the first size that it does not tell from larger ones. */
export const middle: i32 = 64;
export const large: i32 = 63;

/**
 * Writes the coefficients in their order, one byte each, with `middle` added.
 * @returns a bit for each of the 64 coefficients that is not 0
 */
export function order(rows: usize, to: usize): u64 {
  const a = small(rows);
  const b = small(rows + 32);
  const c = small(rows + 64);
  const d = small(rows + 96);
  // Of each two rows what stands in 16 places; bytes above 15 are of other rows.
  let some = v128.or(
    i8x16.swizzle(a, i8x16(0, 1, 8, -1, 9, 2, 3, 10, -1, -1, -1, -1, -1, 11, 4, 5)),
    i8x16.swizzle(b, i8x16(-1, -1, -1, 0, -1, -1, -1, -1, 1, 8, -1, 9, 2, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, -1, -1, -1, -1, -1)),
  );
  const first = put(some, to);
  some = v128.or(
    i8x16.swizzle(a, i8x16(12, -1, -1, -1, -1, -1, -1, -1, -1, -1, 13, 6, 7, 14, -1, -1)),
    i8x16.swizzle(b, i8x16(-1, 3, 10, -1, -1, -1, -1, -1, 11, 4, -1, -1, -1, -1, 5, 12)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(c, i8x16(-1, -1, -1, 1, 8, -1, 9, 2, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(d, i8x16(-1, -1, -1, -1, -1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  const second = put(some, to + 16);
  some = v128.or(
    i8x16.swizzle(d, i8x16(-1, -1, 1, 8, 9, 2, -1, -1, -1, -1, -1, -1, -1, -1, -1, 3)),
    i8x16.swizzle(c, i8x16(3, 10, -1, -1, -1, -1, 11, 4, -1, -1, -1, -1, -1, 5, 12, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, 13, 6, -1, 7, 14, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(a, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 15, -1, -1, -1, -1, -1)),
  );
  const third = put(some, to + 32);
  some = v128.or(
    i8x16.swizzle(d, i8x16(10, 11, 4, -1, -1, -1, -1, -1, 5, 12, 13, 6, -1, 7, 14, 15)),
    i8x16.swizzle(c, i8x16(-1, -1, -1, 13, 6, -1, 7, 14, -1, -1, -1, -1, 15, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  const fourth = put(some, to + 48);
  return ~(<u64>(first | (second << 16)) | ((<u64>(third | (fourth << 16))) << 32));
}

/** Two rows as bytes. */
function small(rows: usize): v128 {
  const bytes = i8x16.narrow_i16x8_s(v128.load(rows), v128.load(rows, 16));
  const within = i8x16.max_s(i8x16.min_s(bytes, i8x16.splat(<i8>large)), i8x16.splat(<i8>-large));
  return i8x16.add(within, i8x16.splat(<i8>middle));
}

/** Tells by a bit which of 16 coefficients are 0. */
function put(bytes: v128, to: usize): u32 {
  v128.store(to, bytes);
  return <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(<i8>middle)));
}
