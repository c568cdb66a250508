import { coefficient, large, middle, order } from './zigzag';

// Codes of 8 bits of length and 24 of code: DC by the size of the difference, AC by run << 4 | size.

// Bits go down from `top`, last byte first: byte i lies at top - 1 - i, as in a scan that is decoded, so that a
// store of 8 bytes has the earliest bit on top. `stuff` turns them round.

/** The bits that are not in memory yet are the lowest `held` of it. */
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
  for (; held > 7; held -= 8) store<u8>(--next, <u8>(queue >> (held - 8)));
  if (held > 0) store<u8>(--next, <u8>((queue << (8 - held)) | (255 >> held)));
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

/** A block's coefficients as `order` writes them. */
const bytes: usize = memory.data(64, 16);

/**
 * Codes of coefficients below `large` with their values, by the zeros before one and the byte that `order` makes
 * of it: 64 runs of 128 numbers, in which those of large coefficients and of longer runs are 0. Behind them lie the
 * codes of AC that they were made of.
 */
export const lumaCodes: usize = memory.data(33_792, 16);
export const chromaCodes: usize = memory.data(33_792, 16);

/** Makes one of these tables of codes of AC, unless it is theirs already. */
export function fillCodes(acCodes: usize, to: usize): void {
  const madeOf = to + 32_768;
  if (memory.compare(acCodes, madeOf, 1024) === 0) return;
  memory.copy(madeOf, acCodes, 1024);
  for (let run = 0; run < 16; run++) {
    for (let value: i32 = 1 - large; value < large; value++) {
      const at = to + ((<usize>((run << 7) + value + middle)) << 2);
      if (value !== 0) store<u32>(at, <u32>acCode(acCodes, run, value));
    }
  }
}

/** The code of a coefficient behind so many zeros, with its value: as codes are, but of up to 27 bits. */
function acCode(acCodes: usize, run: i32, value: i32): u64 {
  const size = sizeOf(value);
  return withValue(load<u32>(acCodes + ((<usize>((run << 4) | size)) << 2)), value, size);
}

function withValue(code: u32, value: i32, size: i32): u64 {
  const bits = <u32>(value + (value >> 31)) & ((1 << size) - 1);
  const all = ((<u64>(code >> 8)) << (<u64>size)) | <u64>bits;
  return (all << 8) | <u64>((code & 255) + size);
}

/** Brings whole bytes of the queue to memory: no branch tells whether there are any. */
function flush(): void {
  store<u64>(next - 8, queue << -held);
  next -= <usize>(held >> 3);
  held &= 7;
}

/** What `putBlock` does not find in its table: puts the codes of 16 zeros each, and gives the one that is left. */
function rareCode(block: usize, k: usize, run: i32, acCodes: usize): u64 {
  flush();
  for (; run > 15; run -= 16) {
    const code = <u64>load<u32>(acCodes, 0xf0 << 2);
    queue = (queue << code) | (code >> 8);
    held += code & 63;
    flush();
  }
  return acCode(acCodes, run, coefficient(block, k));
}

/**
 * Codes a block of coefficients. Returns its DC.
 * @param codes what `fillCodes` made of `acCodes`
 */
export function putBlock(
  block: usize,
  dcCodes: usize,
  acCodes: usize,
  codes: usize,
  prediction: i32,
): i32 {
  const level = <i32>load<i16>(block);
  let left = order(block, bytes) & ~1;
  const difference = level - prediction;
  const size = sizeOf(difference);
  let code = withValue(load<u32>(dcCodes + ((<usize>size) << 2)), difference, size);
  // What is above the bits that are held goes out at the top. Shifts take the lowest six bits of a code, its length.
  queue = (queue << code) | (code >> 8);
  held += code & 63;
  flush();
  // Locals, which the engine keeps in registers.
  let bits = queue;
  let count = held;
  let before: usize = 0;
  // Two of them before bytes go to memory: 7 bits and twice 27.
  while (left !== 0) {
    let k = <usize>ctz(left);
    left &= left - 1;
    let run = k - before - 1;
    before = k;
    code = <u64>load<u32>(codes + (((run << 7) | <usize>load<u8>(bytes + k)) << 2));
    if (code === 0) {
      queue = bits;
      held = count;
      code = rareCode(block, k, <i32>run, acCodes);
      bits = queue;
      count = held;
    }
    bits = (bits << code) | (code >> 8);
    count += code & 63;
    if (left !== 0) {
      k = <usize>ctz(left);
      left &= left - 1;
      run = k - before - 1;
      before = k;
      code = <u64>load<u32>(codes + (((run << 7) | <usize>load<u8>(bytes + k)) << 2));
      if (code === 0) {
        queue = bits;
        held = count;
        code = rareCode(block, k, <i32>run, acCodes);
        bits = queue;
        count = held;
      }
      bits = (bits << code) | (code >> 8);
      count += code & 63;
    }
    store<u64>(next - 8, bits << -count);
    next -= <usize>(count >> 3);
    count &= 7;
  }
  // At most 7 bits and these 16, and 27 of the next block's DC.
  if (before !== 63) {
    code = <u64>load<u32>(acCodes);
    bits = (bits << code) | (code >> 8);
    count += code & 63;
  }
  queue = bits;
  held = count;
  return level;
}

/** Counts (u32) of the symbols that `putBlock` would code. Returns the block's DC. */
export function countBlock(block: usize, dcCounts: usize, acCounts: usize, prediction: i32): i32 {
  const level = <i32>load<i16>(block);
  count(dcCounts, sizeOf(level - prediction));
  let left = order(block, bytes) & ~1;
  let before: usize = 0;
  while (left !== 0) {
    const k = <usize>ctz(left);
    left &= left - 1;
    let zeros = <i32>(k - before) - 1;
    before = k;
    for (; zeros > 15; zeros -= 16) count(acCounts, 0xf0);
    count(acCounts, (zeros << 4) | sizeOf(coefficient(block, k)));
  }
  if (before !== 63) count(acCounts, 0);
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
export function bitsOfBlock(block: usize, dcBits: usize, acBits: usize, prediction: i32): i32 {
  let bits = <i32>load<u8>(dcBits + <usize>sizeOf(<i32>load<i16>(block) - prediction));
  let left = order(block, bytes) & ~1;
  let before: usize = 0;
  while (left !== 0) {
    const k = <usize>ctz(left);
    left &= left - 1;
    let zeros = <i32>(k - before) - 1;
    before = k;
    for (; zeros > 15; zeros -= 16) bits += <i32>load<u8>(acBits, 0xf0);
    bits += <i32>load<u8>(acBits + <usize>((zeros << 4) | sizeOf(coefficient(block, k))));
  }
  return before === 63 ? bits : bits + <i32>load<u8>(acBits);
}
