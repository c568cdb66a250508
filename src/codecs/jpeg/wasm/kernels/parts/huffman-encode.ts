// Codes of 8 bits of length and 24 of code: DC by the size of the difference, AC by run << 4 | size.

let queue: u64 = 0;
let held: i32 = 0;
let next: usize = 0;

export function beginBytes(to: usize): void {
  queue = 0;
  held = 0;
  next = to;
}

/** Fills up the last byte with ones and tells where the bytes end. */
export function endBytes(): usize {
  const missing = -held & 7;
  queue = (queue << (<u64>missing)) | ((1 << missing) - 1);
  held += missing;
  while (held > 0) {
    held -= 8;
    putByte(<u32>(queue >> <u64>held) & 255);
  }
  return next;
}

function putByte(byte: u32): void {
  store<u8>(next++, <u8>byte);
  if (byte === 255) store<u8>(next++, 0);
}

function putWord(word: u32): void {
  // Whether one of its bytes is FF, or could be by a carry.
  if ((word & 0x80808080 & ~(word + 0x01010101)) === 0) {
    store<u32>(next, bswap<u32>(word));
    next += 4;
    return;
  }
  putByte(word >> 24);
  putByte((word >> 16) & 255);
  putByte((word >> 8) & 255);
  putByte(word & 255);
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
  const level = <i32>load<i16>(coefs);
  const difference = level - prediction;
  let size = sizeOf(difference);
  let code = load<u32>(dcCodes + ((<usize>size) << 2));
  let length = <i32>(code & 255) + size;
  bits = (bits << (<u64>length)) | withValue(code, difference, size);
  count += length;
  if (count >= 32) {
    count -= 32;
    putWord(<u32>(bits >> <u64>count));
  }
  let left = present(coefs) >> 1;
  let at = coefs;
  while (left !== 0) {
    let zeros = <i32>ctz(left);
    left >>= <u64>zeros;
    left >>= 1;
    at += (<usize>(zeros + 1)) << 1;
    for (; zeros > 15; zeros -= 16) {
      code = load<u32>(acCodes, 0xf0 << 2);
      length = <i32>(code & 255);
      bits = (bits << (<u64>length)) | <u64>(code >> 8);
      count += length;
      if (count >= 32) {
        count -= 32;
        putWord(<u32>(bits >> <u64>count));
      }
    }
    const value = <i32>load<i16>(at);
    size = sizeOf(value);
    code = load<u32>(acCodes + ((<usize>((zeros << 4) | size)) << 2));
    length = <i32>(code & 255) + size;
    bits = (bits << (<u64>length)) | withValue(code, value, size);
    count += length;
    if (count >= 32) {
      count -= 32;
      putWord(<u32>(bits >> <u64>count));
    }
  }
  if (at !== coefs + 126) {
    code = load<u32>(acCodes);
    length = <i32>(code & 255);
    bits = (bits << (<u64>length)) | <u64>(code >> 8);
    count += length;
    if (count >= 32) {
      count -= 32;
      putWord(<u32>(bits >> <u64>count));
    }
  }
  queue = bits;
  held = count;
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
