// A range coder (Martin 1979) with an interval of 32 bits, renormalised by bytes, with carry.
//
// What the division of the interval's width by the whole leaves over goes to the slot at the upper end,
// which is the widest as distributions are turned for this coder: to the first order that costs nothing,
// where a rest thrown away costs up to 0.4 % of the width for every symbol.
//
// The stream is the number in the last interval that ends soonest, from its highest byte on; what follows
// is read as 0. At most one byte of the window of four is kept, since the interval is 2^24 wide at least.
// The last symbol is followed by 16 bits 0, by which a broken stream is known; only where all symbols
// were certain there is no byte at all.
//
// The encoder's table has of every index 16 bytes: where its slots are, offset, own, whether it has an
// escape. Of every slot 16 bytes: start, share, and the bits of the rest that it gets: all or none.

import { escapeLength, escapeValue, longestEscape, symbolOf } from './parts/escapes';
import { findPlace } from './parts/places';

export { greatestIndex } from './parts/indexes';
export { heapBase } from './parts/memory';

const markBits = 16;

let directory: usize = 0;
let precision: u32 = 0;
/** Width of the interval. */
let width: u32 = 0;
/** The lower end of the encoder's interval: 32 bits that could still take a carry, and the 32 of the window. */
let low: u64 = 0;
/** The decoder's number less the lower end of its interval. */
let code: u32 = 0;
let next: usize = 0;
let begin: usize = 0;
let end: usize = 0;

/** Begins a stream at `stream`, in front of which four bytes may be overwritten. */
export function beginEncoder(table: usize, bits: u32, stream: usize): void {
  directory = table;
  precision = bits;
  begin = stream;
  next = stream - 4;
  low = 0;
  width = u32.MAX_VALUE;
}

/** Encodes symbols. Returns a place that their bytes do not go beyond, or 0 where one has no slot. */
export function encode(symbols: usize, indexes: usize, count: i32): usize {
  for (let i = 0; ; i++) {
    // With a shift that is known the loop is 10 % quicker.
    i =
      precision === 16
        ? encodePlain<u16>(symbols, indexes, i, count)
        : encodePlain<u8>(symbols, indexes, i, count);
    if (i === count) break;
    if (!encodeAny(load<i16>(symbols + 2 * i), load<u16>(indexes + 2 * i))) return 0;
  }
  return next + 8;
}

/**
 * Encodes up to a symbol without a slot of its own or with a carry, and tells how far: with those in its
 * loop, V8 would keep the interval in memory. `u16`: the precision is 16 bits.
 */
function encodePlain<T>(symbols: usize, indexes: usize, from: i32, count: i32): i32 {
  const shift: u32 = sizeof<T>() === 2 ? 16 : precision;
  const table = directory;
  const ahead = indexes - symbols;
  const stop = symbols + 2 * count;
  let at = symbols + 2 * from;
  let base = low;
  let range = width;
  let p = next;
  for (; at < stop; at += 2) {
    const entry = table + ((<usize>load<u16>(at + ahead)) << 4);
    const place = <u32>(<i32>load<i16>(at) - load<i32>(entry, 4));
    if (place >= load<u32>(entry, 8)) break;
    const slot = <usize>load<u32>(entry) + ((<usize>place) << 4);
    const unit = range >> shift;
    const sum = base + <u64>(unit * load<u32>(slot));
    if (sum < base) break;
    const wide = unit * load<u32>(slot, 4) + (range & load<u32>(slot, 8));
    const bits = clz(wide) & 24;
    store<u8>(p, <u8>(sum >> 56));
    store<u8>(p, <u8>(sum >> 48), 1);
    p += <usize>(bits >> 3);
    base = sum << bits;
    // What the next symbol waits for: sooner there by two comparisons than by counting bits.
    range = select(wide << 16, select(wide << 8, wide, wide < 0x100_0000), wide < 0x1_0000);
  }
  low = base;
  width = range;
  next = p;
  return <i32>((at - symbols) >> 1);
}

/** Encodes a symbol, whatever it needs; false where it has no slot. */
function encodeAny(symbol: i32, index: u32): bool {
  const entry = directory + ((<usize>index) << 4);
  const place = <u32>(symbol - load<i32>(entry, 4));
  const own = load<u32>(entry, 8);
  const escapes = place >= own;
  if (escapes && load<u32>(entry, 12) === 0) return false;
  const slot = <usize>load<u32>(entry) + ((<usize>min(place, own)) << 4);
  const unit = width >> precision;
  narrow(unit * load<u32>(slot), unit * load<u32>(slot, 4) + (width & load<u32>(slot, 8)));
  if (escapes) putEscape(escapeValue(symbol, load<i32>(entry, 4), <i32>own));
  return true;
}

/** Writes what the last interval needs and tells where the stream ends. */
export function endEncoder(): usize {
  // No other interval has this width: all symbols were certain.
  if (width === u32.MAX_VALUE) return begin;
  for (let k = 0; k < markBits; k++) putBit(0);
  const last = ending(<u32>low, width);
  raise(last - <u32>low);
  store<u64>(next, bswap<u64>(low));
  return next + 4 + <usize>(last !== 0);
}

/** The number of an interval, modulo 2^32, that ends soonest. */
function ending(from: u32, wide: u32): u32 {
  if (from === 0 || <u64>from + <u64>wide > 0x1_0000_0000) return 0;
  return (from + 0x00ff_ffff) & 0xff00_0000;
}

/** Raises the lower end; a carry goes to the bytes before. The number is below 1, so there is one to take it. */
function raise(by: u32): void {
  const sum = low + <u64>by;
  if (sum < low) {
    let p = next - 1;
    while (load<u8>(p) === 255) store<u8>(p--, 0);
    store<u8>(p, load<u8>(p) + 1);
  }
  low = sum;
}

/** Takes a part of the interval, which begins `start` above its lower end. */
function narrow(start: u32, wide: u32): void {
  raise(start);
  const bits = clz(wide) & 24;
  store<u32>(next, bswap<u32>(<u32>(low >> 32)));
  next += <usize>(bits >> 3);
  low <<= bits;
  width = wide << bits;
}

function putEscape(value: u32): void {
  const length = escapeLength(value);
  for (let k: u32 = 0; k < length; k++) putBit(0);
  for (let k = <i32>length; k >= 0; k--) putBit((value >> k) & 1);
}

function putBit(bit: u32): void {
  const unit = width >> 1;
  narrow(unit & (0 - bit), unit + (width & bit));
}

/** Begins a stream, behind which 64 bytes are 0. */
export function beginDecoder(table: usize, bits: u32, stream: usize, bytes: u32): void {
  directory = table;
  precision = bits;
  begin = stream;
  next = stream + 4;
  end = stream + bytes;
  code = bswap<u32>(load<u32>(stream));
  width = u32.MAX_VALUE;
}

/** Decodes symbols and tells how many came: fewer where the stream is broken. */
export function decode(symbols: usize, indexes: usize, count: i32, direct: bool): i32 {
  const mask: u32 = (1 << precision) - 1;
  let rest = code;
  let range = width;
  let p = next;
  let i = 0;
  for (; i < count && p <= end + 4; i++) {
    const entry = directory + ((<usize>load<u16>(indexes + 2 * i)) << 4);
    const unit = range >> precision;
    const place = min(rest / unit, mask);
    const found = findPlace(direct, entry, place);
    const start = place - (<u32>found >> 16);
    const share = <u32>(found >> 32) & 0x1ffff;
    rest -= unit * start;
    range = unit * share + (range & mask & (0 - ((start + share) >> precision)));
    const bits = clz(range) & 24;
    rest = (rest << bits) | nextBits(p, bits);
    range <<= bits;
    p += <usize>(bits >> 3);
    if (<i64>found >= 0) {
      store<u16>(symbols + 2 * i, <u16>found);
      continue;
    }
    code = rest;
    width = range;
    next = p;
    const escaped = symbolOf(takeEscape(), load<i32>(entry, 8), load<i32>(entry, 12));
    if (escaped !== <i32>(<i16>escaped)) break;
    store<u16>(symbols + 2 * i, <u16>escaped);
    rest = code;
    range = width;
    p = next;
  }
  code = rest;
  width = range;
  next = p;
  return p <= end + 4 ? i : min(i, count - 1);
}

/** Whether the stream ends here. */
export function isAtEnd(): bool {
  if (end === begin) return width === u32.MAX_VALUE && next === begin + 4;
  for (let k = 0; k < markBits; k++) if (takeBit()) return false;
  let window: u32 = 0;
  for (let k = 0; k < 4; k++) window = (window << 8) | <u32>load<u8>(next - 4 + k);
  const last = ending(window - code, width);
  return last === window && end === next - 4 + <usize>(last !== 0);
}

/** The value of an escape; one of no symbol where it is too long. */
function takeEscape(): u32 {
  let length: u32 = 0;
  while (takeBit() === 0) if (++length > longestEscape || next > end + 4) return u32.MAX_VALUE;
  let value: u32 = 1;
  for (; length > 0; length--) value = (value << 1) | takeBit();
  return value;
}

function takeBit(): u32 {
  const unit = width >> 1;
  const bit = <u32>(code >= unit);
  code -= unit & (0 - bit);
  width = unit + (width & bit);
  const bits = clz(width) & 24;
  code = (code << bits) | nextBits(next, bits);
  width <<= bits;
  next += <usize>(bits >> 3);
  return bit;
}

/** The next 0, 8 or 16 bits. */
function nextBits(at: usize, bits: u32): u32 {
  return (((<u32>load<u8>(at)) << 8) | <u32>load<u8>(at, 1)) >> (16 - bits);
}
