// A Huffman table as the decoders read it:
//
//   0       2048 entries (u32) by the next 11 bits, so that four tables fit in the first cache, of one or two
//           symbols: bits 0-5 length of all, 6-11 and 12-16 how far each goes on, 17 whether the table's turn
//           ends, 18-23 value of the second, 24-31 value of the first. One that does not suffice goes on by 63.
//   8192    4096 codes by the next 12 bits, u16: length << 8 | symbol; 0 for longer ones
//   16384   for lengths 13 to 16: below which 16 bits there are codes of that length or less (u32)
//   16400   for lengths 13 to 16: what to add to a code for the place of its symbol (i32)
//   16416   the symbols by ascending code
//   16672   whether it is one of DC (u32)
//
// A symbol of DC goes on by 0, one that ends a block by 1 with a value of 0: where that goes there is a 0.

export const windowBits: u64 = 11;
export const codesAt: usize = 8192;
export const limitsAt: usize = 16384;
export const placesAt: usize = 16400;
export const symbolsAt: usize = 16416;
export const isDcAt: usize = 16672;

/** An entry that does not suffice. */
export const none: u32 = 63 << 6;
/** Of an entry whose last symbol ends the turn. */
export const endsTurn: u32 = 1 << 17;

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

export function entryOf(word: u64, table: usize): u32 {
  return load<u32>(table + ((<usize>(word >> (64 - windowBits))) << 2));
}

export function firstGoesOn(entry: u32): usize {
  return (entry >> 6) & 63;
}

/** 0 where there is no second symbol. */
export function secondGoesOn(entry: u32): usize {
  return (entry >> 12) & 31;
}

export function firstValue(entry: u32): i32 {
  return <i32>entry >> 24;
}

export function secondValue(entry: u32): i32 {
  return <i32>(entry << 8) >> 26;
}

/** A symbol with its value: length | how far << 6 | whether it ends the turn << 11 | value << 16. */
export function joined(symbol: u32, length: u32, raw: u32, isDc: bool): u32 {
  const size = symbol & 15;
  const isNegative = <u32>(raw < ((<u32>1) << size) >> 1);
  const value = raw - ((0 - isNegative) & (((<u32>1) << size) - 1));
  const isEnd = size === 0 && symbol !== 0xf0;
  const on = isDc ? 0 : isEnd ? 1 : (symbol >> 4) + 1;
  return (length + size) | (on << 6) | ((<u32>(isDc || isEnd)) << 11) | (value << 16);
}

export function lengthOf(single: u32): u32 {
  return single & 63;
}

export function goesOn(single: u32): usize {
  return (single >> 6) & 31;
}

export function isLast(single: u32): bool {
  return (single & 2048) !== 0;
}

export function valueIn(single: u32): i32 {
  return <i32>single >> 16;
}

/** The code at the top of a word: length << 8 | symbol. One that the table lacks breaks the scan. */
export function findCode(word: u64, table: usize): u32 {
  const short = <u32>load<u16>(table + ((<usize>(word >> 52)) << 1), codesAt);
  if (short !== 0) return short;
  const bits = <u32>(word >> 48);
  for (let length: u32 = 13; length <= 16; length++) {
    const at = table + <usize>((length - 13) << 2);
    if (bits >= load<u32>(at, limitsAt)) continue;
    const place = <i32>(bits >> (16 - length)) + load<i32>(at, placesAt);
    return (length << 8) | <u32>load<u8>(table + <usize>(place & 255), symbolsAt);
  }
  broken = true;
  return 16 << 8;
}

/** The symbol at the top of a word with its value, of any length. */
export function findSymbol(word: u64, table: usize): u32 {
  const code = findCode(word, table);
  const length = code >> 8;
  const raw = <u32>(((word << (<u64>length)) >> 1) >> <u64>(63 - (code & 15)));
  return joined(code & 255, length, raw, load<u32>(table, isDcAt) !== 0);
}
