// A Huffman table as the decoders read it:
//
//   0       2048 entries by the next 11 bits, so that those of two tables fit in the first cache. AC: u64, one
//           or two symbols: bits 0-5 length of all, 6-12 and 13-19 how far each goes on, 20-25 length of the
//           first, 32-47 and 48-63 their values. DC: i32, length, and from bit 16 the value. 0 where 11 bits
//           are not enough.
//   16384   4096 codes by the next 12 bits, u16: length << 8 | symbol; 0 for longer ones
//   24576   for lengths 13 to 16: below which 16 bits there are codes of that length or less (u32)
//   24592   for lengths 13 to 16: what to add to a code for the place of its symbol (i32)
//   24608   the symbols by ascending code
//
// The entry that ends a block goes on by 64.

export const windowBits: u64 = 11;
const width: u32 = <u32>windowBits;
const windows: u32 = 1 << width;
export const codesAt: usize = 16384;
const limitsAt: usize = 24576;
const placesAt: usize = 24592;
const symbolsAt: usize = 24608;

let broken: bool = false;

/** Whether a code was met that the table does not have, since `beginScan`. */
export function isBroken(): bool {
  return broken;
}

export function clearBroken(): void {
  broken = false;
}

export function setBroken(): void {
  broken = true;
}

/** Of every window the symbol with its value: length | how far << 6 | value << 16; 0 where its bits do not suffice. */
const singlesAt: usize = memory.data(8192);

/**
 * Fills a table of 24,896 bytes by a DHT segment: 16 counts and the symbols behind them.
 * @returns whether there is such a code
 */
export function fillTable(segment: usize, table: usize, isDc: bool): bool {
  memory.fill(table + codesAt, 0, 8192);
  const singles = isDc ? table : singlesAt;
  memory.fill(singles, 0, 4 * windows);
  let code: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= 16; length++) {
    const count = <u32>load<u8>(segment + <usize>(length - 1));
    if (code + count > (<u32>1) << length) return false;
    if (length > 12) {
      const at = <usize>((length - 13) << 2);
      store<u32>(table + limitsAt + at, (code + count) << (16 - length));
      store<i32>(table + placesAt + at, <i32>place - <i32>code);
    }
    for (let i: u32 = 0; i < count; i++) {
      const symbol = <u32>load<u8>(segment + 16 + <usize>place);
      if (isDc && symbol > 15) return false;
      store<u8>(table + symbolsAt + <usize>place, <u8>symbol);
      if (length <= 12) fillCode(table, code, length, symbol);
      if (length + (symbol & 15) <= width) fillSingles(singles, code, length, symbol, isDc);
      code++;
      place++;
    }
    code <<= 1;
  }
  if (!isDc) fillPairs(table);
  return true;
}

function fillCode(table: usize, code: u32, length: u32, symbol: u32): void {
  const shift = 12 - length;
  let to = table + codesAt + ((<usize>(code << shift)) << 1);
  for (let i: u32 = 0; i < (<u32>1) << shift; i++) {
    store<u16>(to, <u16>((length << 8) | symbol));
    to += 2;
  }
}

/** The windows that begin with a code and all of its value. */
function fillSingles(singles: usize, code: u32, length: u32, symbol: u32, isDc: bool): void {
  const size = symbol & 15;
  const shift = width - length - size;
  let to = singles + ((<usize>(code << (width - length))) << 2);
  for (let raw: u32 = 0; raw < (<u32>1) << size; raw++) {
    let entry = joined(symbol, length, size, raw);
    if (isDc) entry &= 0xffff003f;
    for (let i: u32 = 0; i < (<u32>1) << shift; i++) {
      store<u32>(to, entry);
      to += 4;
    }
  }
}

function fillPairs(table: usize): void {
  for (let window: u32 = 0; window < windows; window++) {
    store<u64>(table + ((<usize>window) << 3), pair(window));
  }
}

function pair(window: u32): u64 {
  const first = load<u32>(singlesAt + ((<usize>window) << 2));
  const length = first & 63;
  if (length === 0) return 0;
  const value = <u64>(first >> 16);
  const goesOn = (first >> 6) & 127;
  if (goesOn < 64) {
    const rest = (window << length) & (windows - 1);
    const second = load<u32>(singlesAt + ((<usize>rest) << 2));
    const both = length + (second & 63);
    // What was shifted in are no bits of the window.
    if ((second & 63) !== 0 && both <= width) {
      const low = both | (goesOn << 6) | (((second >> 6) & 127) << 13) | (length << 20);
      return <u64>low | (value << 32) | ((<u64>(second >> 16)) << 48);
    }
  }
  return <u64>(length | (goesOn << 6) | (length << 20)) | (value << 32) | (value << 48);
}

function joined(symbol: u32, length: u32, size: u32, raw: u32): u32 {
  let value = <i32>raw;
  if (size !== 0 && raw < (<u32>1) << (size - 1)) value -= (1 << size) - 1;
  const goesOn = size !== 0 ? (symbol >> 4) + 1 : symbol === 0xf0 ? 16 : 64;
  return (length + size) | (goesOn << 6) | ((<u32>value) << 16);
}

/** The code at the top of a word: length << 8 | symbol. One that the table lacks breaks the scan. */
export function findCode(word: u64, table: usize): u32 {
  const short = <u32>load<u16>(table + codesAt + ((<usize>(word >> 52)) << 1));
  if (short !== 0) return short;
  const bits = <u32>(word >> 48);
  for (let length: u32 = 13; length <= 16; length++) {
    const at = <usize>((length - 13) << 2);
    if (bits >= load<u32>(table + limitsAt + at)) continue;
    const place = <i32>(bits >> (16 - length)) + load<i32>(table + placesAt + at);
    return (length << 8) | <u32>load<u8>(table + symbolsAt + <usize>(place & 255));
  }
  broken = true;
  return 16 << 8;
}

/** What the windows say, of any length. */
export function findLong(word: u64, table: usize): u32 {
  const code = findCode(word, table);
  const length = code >> 8;
  const size = code & 15;
  const raw = size === 0 ? 0 : <u32>((word << (<u64>length)) >> <u64>(64 - size));
  return joined(code & 255, length, size, raw);
}

/** An entry of AC for a symbol that a window does not hold. */
export function findLongPair(word: u64, table: usize): u64 {
  const entry = <u64>findLong(word, table);
  return (entry & 0x1fff) | ((entry & 63) << 20) | ((entry >> 16) << 32) | ((entry >> 16) << 48);
}
