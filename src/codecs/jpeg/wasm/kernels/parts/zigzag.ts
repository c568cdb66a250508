// The zigzag order (ITU-T T.81, figure 5) of blocks whose coefficients lie column by column, 16 bits each.

/** Of every k the byte where the coefficient lies in a block. */
const places: usize = memory.data<u8>([
  0, 16, 2, 4, 18, 32, 48, 34, 20, 6, 8, 22, 36, 50, 64, 80, 66, 52, 38, 24, 10, 12, 26, 40, 54, 68,
  82, 96, 112, 98, 84, 70, 56, 42, 28, 14, 30, 44, 58, 72, 86, 100, 114, 116, 102, 88, 74, 60, 46,
  62, 76, 90, 104, 118, 120, 106, 92, 78, 94, 108, 122, 124, 110, 126,
]);

/** The coefficient that comes k-th. */
export function coefficient(block: usize, k: usize): i32 {
  return <i32>load<i16>(block + <usize>load<u8>(places + k));
}

/** What `order` adds to a coefficient, so that it is a byte, and the first size that it does not tell from larger ones. */
export const middle: i32 = 64;
export const large: i32 = 63;

/**
 * Writes the coefficients in their order, one byte each, with `middle` added.
 * @returns a bit for each of the 64 coefficients that is not 0
 */
export function order(block: usize, to: usize): u64 {
  const a = small(block);
  const b = small(block + 32);
  const c = small(block + 64);
  const d = small(block + 96);
  // Of each two columns what stands in 16 places; the bytes of the others are 0 there.
  let some = v128.or(
    i8x16.swizzle(a, i8x16(0, 8, 1, 2, 9, -1, -1, -1, 10, 3, 4, 11, -1, -1, -1, -1)),
    i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 0, 8, 1, -1, -1, -1, -1, 2, 9, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 8)),
  );
  const first = put(some, to);
  some = v128.or(
    i8x16.swizzle(c, i8x16(1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 9, -1, -1, -1, 10, 3)),
    i8x16.swizzle(a, i8x16(-1, -1, -1, 12, 5, 6, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(b, i8x16(-1, 10, 3, -1, -1, -1, -1, 4, 11, -1, -1, -1, -1, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(d, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 8, 1, -1, -1)),
  );
  const second = put(some, to + 16);
  some = v128.or(
    i8x16.swizzle(b, i8x16(12, 5, -1, -1, -1, 6, 13, -1, -1, -1, -1, -1, -1, -1, -1, 14)),
    i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, 4, 11, -1, -1, -1, -1, 12, 5, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(d, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 9, 10, 3, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(a, i8x16(-1, -1, 14, 7, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  const third = put(some, to + 32);
  some = v128.or(
    i8x16.swizzle(d, i8x16(-1, -1, -1, -1, 4, 11, 12, 5, -1, -1, -1, 6, 13, 14, 7, 15)),
    i8x16.swizzle(c, i8x16(-1, -1, 6, 13, -1, -1, -1, -1, 14, 7, 15, -1, -1, -1, -1, -1)),
  );
  some = v128.or(
    some,
    i8x16.swizzle(b, i8x16(7, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  const fourth = put(some, to + 48);
  return ~(<u64>(first | (second << 16)) | ((<u64>(third | (fourth << 16))) << 32));
}

/** Two columns as bytes. */
function small(columns: usize): v128 {
  const bytes = i8x16.narrow_i16x8_s(v128.load(columns), v128.load(columns, 16));
  const within = i8x16.max_s(i8x16.min_s(bytes, i8x16.splat(<i8>large)), i8x16.splat(<i8>-large));
  return i8x16.add(within, i8x16.splat(<i8>middle));
}

/** Tells by a bit which of 16 coefficients are 0. */
function put(bytes: v128, to: usize): u32 {
  v128.store(to, bytes);
  return <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(<i8>middle)));
}
