// Codes of 8 bits of length and 24 of code: DC by the size of the difference, AC by run << 4 | size.

// Bits go down from `top`, last byte first: byte i lies at top - 1 - i, as in a scan that is decoded, so that a
// store of 8 bytes has the earliest bit on top. `stuff` turns them round.

/** The bits that are not in memory yet, at the top of it: fewer than 8. */
let queue: u64 = 0;
let held: u64 = 0;
/** Where the byte before ends. */
let next: usize = 0;

export function beginBits(top: usize): void {
  queue = 0;
  held = 0;
  next = top;
}

/** Fills up the last byte with ones and tells where it lies. */
export function endBits(): usize {
  if (held === 0) return next;
  store<u8>(--next, <u8>((queue >> 56) | (255 >> held)));
  return next;
}

/**
 * Bytes that lie from `top` down to `bottom` in their order, a zero behind each FF.
 * @param to room for 16 bytes more than there can be
 * @returns where they end
 */
export function stuff(top: usize, bottom: usize, to: usize): usize {
  const ones = i8x16.splat(-1);
  while (top > bottom) {
    const some = v128.load(top - 16);
    const bytes = i8x16.shuffle(some, some, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    v128.store(to, bytes);
    const full = i8x16.bitmask(i8x16.eq(bytes, ones));
    const count = min(top - bottom, full === 0 ? 16 : <usize>ctz(full) + 1);
    to += count;
    top -= count;
    if (load<u8>(to - 1) === 255) store<u8>(to++, 0);
  }
  return to;
}

function sizeOf(value: i32): i32 {
  const sign = value >> 31;
  return 32 - clz((value ^ sign) - sign);
}

/** A bit for each of the 64 coefficients that is not 0. */
function present(coefs: usize): u64 {
  const zero = i16x8.splat(0);
  const first = masked(coefs, zero);
  const second = masked(coefs + 32, zero);
  const third = masked(coefs + 64, zero);
  const fourth = masked(coefs + 96, zero);
  return ~(<u64>(first | (second << 16)) | ((<u64>(third | (fourth << 16))) << 32));
}

/** A bit for each of 16 coefficients that is 0. */
function masked(coefs: usize, zero: v128): u32 {
  const low = i16x8.eq(v128.load(coefs), zero);
  const high = i16x8.eq(v128.load(coefs, 16), zero);
  return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

/** The bits of a value of `size` behind a code: at most 32 with it. */
function withValue(code: u32, value: i32, size: i32): u64 {
  const bits = <u32>(value + (value >> 31)) & ((1 << size) - 1);
  return ((<u64>(code >> 8)) << (<u64>size)) | <u64>bits;
}

/** Codes a block of coefficients in zigzag order. Returns its DC. */
export function putBlock(coefs: usize, dcCodes: usize, acCodes: usize, prediction: i32): i32 {
  // Locals, which the engine keeps in registers.
  let bits = queue;
  let count = held;
  let to = next - 8;
  const level = <i32>load<i16>(coefs);
  const difference = level - prediction;
  let size = sizeOf(difference);
  let code = load<u32>(dcCodes + ((<usize>size) << 2));
  // Of at most 7 bits and 33 more, whole bytes are in memory after each: no branch tells when.
  count += <u64>((code & 255) + size);
  bits |= withValue(code, difference, size) << (64 - count);
  store<u64>(to, bits);
  to -= <usize>(count >> 3);
  bits <<= count & 56;
  count &= 7;
  let left = present(coefs) >> 1;
  let at = coefs;
  while (left !== 0) {
    let zeros = <i32>ctz(left);
    left >>= <u64>zeros;
    left >>= 1;
    at += (<usize>(zeros + 1)) << 1;
    for (; zeros > 15; zeros -= 16) {
      code = load<u32>(acCodes, 0xf0 << 2);
      count += <u64>(code & 255);
      bits |= (<u64>(code >> 8)) << (64 - count);
      store<u64>(to, bits);
      to -= <usize>(count >> 3);
      bits <<= count & 56;
      count &= 7;
    }
    const value = <i32>load<i16>(at);
    size = sizeOf(value);
    code = load<u32>(acCodes + ((<usize>((zeros << 4) | size)) << 2));
    count += <u64>((code & 255) + size);
    bits |= withValue(code, value, size) << (64 - count);
    store<u64>(to, bits);
    to -= <usize>(count >> 3);
    bits <<= count & 56;
    count &= 7;
  }
  if (at !== coefs + 126) {
    code = load<u32>(acCodes);
    count += <u64>(code & 255);
    bits |= (<u64>(code >> 8)) << (64 - count);
    store<u64>(to, bits);
    to -= <usize>(count >> 3);
    bits <<= count & 56;
    count &= 7;
  }
  queue = bits;
  held = count;
  next = to + 8;
  return level;
}

/** Counts (u32) of the symbols that `putBlock` would code. Returns the block's DC. */
export function countBlock(coefs: usize, dcCounts: usize, acCounts: usize, prediction: i32): i32 {
  const level = <i32>load<i16>(coefs);
  count(dcCounts, sizeOf(level - prediction));
  let left = present(coefs) >> 1;
  let at = coefs;
  while (left !== 0) {
    let zeros = <i32>ctz(left);
    left >>= <u64>zeros;
    left >>= 1;
    at += (<usize>(zeros + 1)) << 1;
    for (; zeros > 15; zeros -= 16) count(acCounts, 0xf0);
    count(acCounts, (zeros << 4) | sizeOf(<i32>load<i16>(at)));
  }
  if (at !== coefs + 126) count(acCounts, 0);
  return level;
}

function count(counts: usize, symbol: i32): void {
  const at = counts + ((<usize>symbol) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/**
 * How many bits `putBlock` would write.
 * @param dcBits of every symbol the bits (u8) of its code and its value
 */
export function bitsOfBlock(coefs: usize, dcBits: usize, acBits: usize, prediction: i32): i32 {
  let bits = <i32>load<u8>(dcBits + <usize>sizeOf(<i32>load<i16>(coefs) - prediction));
  let left = present(coefs) >> 1;
  let at = coefs;
  while (left !== 0) {
    let zeros = <i32>ctz(left);
    left >>= <u64>zeros;
    left >>= 1;
    at += (<usize>(zeros + 1)) << 1;
    for (; zeros > 15; zeros -= 16) bits += <i32>load<u8>(acBits, 0xf0);
    bits += <i32>load<u8>(acBits + <usize>((zeros << 4) | sizeOf(<i32>load<i16>(at))));
  }
  return at === coefs + 126 ? bits : bits + <i32>load<u8>(acBits);
}
