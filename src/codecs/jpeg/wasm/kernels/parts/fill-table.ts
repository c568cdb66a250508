import {
  codesAt,
  endsTurn,
  goesOn,
  isDcAt,
  isLast,
  joined,
  lengthOf,
  limitsAt,
  none,
  placesAt,
  symbolsAt,
  valueIn,
  windowBits,
} from './tables';

const width: u32 = <u32>windowBits;
const windows: u32 = 1 << width;

/** Of every window its symbol as the second of an entry; 0 where its bits do not suffice. */
const seconds: usize = memory.data(8192);

/**
 * Fills a table, 16,676 bytes as tables.ts has them, by a DHT segment: 16 counts and the symbols behind them.
 * @returns whether there is such a code
 */
export function fillTable(segment: usize, table: usize, isDc: bool): bool {
  memory.fill(table + codesAt, 0, 8192);
  memory.fill(seconds, 0, 4 * windows);
  fill32(table, none, windows);
  store<u32>(table, <u32>isDc, isDcAt);
  let code: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= 16; length++) {
    const count = <u32>load<u8>(segment + <usize>(length - 1));
    if (code + count > (<u32>1) << length) return false;
    if (length > 12) {
      const at = <usize>((length - 13) << 2);
      store<u32>(table + at, (code + count) << (16 - length), limitsAt);
      store<i32>(table + at, <i32>place - <i32>code, placesAt);
    }
    for (let i: u32 = 0; i < count; i++) {
      const symbol = <u32>load<u8>(segment + 16 + <usize>place);
      if (isDc && symbol > 15) return false;
      store<u8>(table + <usize>place, <u8>symbol, symbolsAt);
      if (length <= 12) fillCode(table, code, length, symbol);
      if (length + (symbol & 15) <= width) fillWindows(table, code, length, symbol, isDc);
      code++;
      place++;
    }
    code <<= 1;
  }
  if (!isDc) addSeconds(table);
  return true;
}

function fillCode(table: usize, code: u32, length: u32, symbol: u32): void {
  const shift = 12 - length;
  const entry = (length << 8) | symbol;
  const to = table + codesAt + ((<usize>(code << shift)) << 1);
  if (shift === 0) store<u16>(to, <u16>entry);
  else fill32(to, entry | (entry << 16), 1 << (shift - 1));
}

/** Fills a power of two of numbers. */
function fill32(to: usize, value: u32, count: u32): void {
  const end = to + ((<usize>count) << 2);
  if (count < 4) {
    for (; to < end; to += 4) store<u32>(to, value);
  } else {
    const four = i32x4.splat(value);
    for (; to < end; to += 16) v128.store(to, four);
  }
}

/** The windows that begin with a code and all of its value. */
function fillWindows(table: usize, code: u32, length: u32, symbol: u32, isDc: bool): void {
  const size = symbol & 15;
  const count = (<u32>1) << (width - length - size);
  let at = (<usize>(code << (width - length))) << 2;
  for (let raw: u32 = 0; raw < (<u32>1) << size; raw++) {
    const single = joined(symbol, length, raw, isDc);
    const value = valueIn(single);
    const on = <u32>goesOn(single);
    const same = lengthOf(single) | (isLast(single) ? endsTurn : 0);
    if (value >= -128 && value <= 127) fill32(table + at, same | (on << 6) | (value << 24), count);
    if (value >= -32 && value <= 31) {
      fill32(seconds + at, same | (on << 12) | ((value & 63) << 18), count);
    }
    at += (<usize>count) << 2;
  }
}

/** Makes entries of one symbol such of two where the window holds them. */
function addSeconds(table: usize): void {
  for (let window: u32 = 0; window < windows; window++) {
    const at = table + ((<usize>window) << 2);
    const first = load<u32>(at);
    // What is shifted in are no bits of the window.
    const rest = (window << (first & 63)) & (windows - 1);
    const second = load<u32>(seconds + ((<usize>rest) << 2));
    const fits = (first & 63) + (second & 63) <= width && (first & endsTurn) === 0;
    store<u32>(at, select<u32>(first + second, first, fits));
  }
}
