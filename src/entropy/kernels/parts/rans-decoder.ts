// The decoder of ../rans.ts, with a table as in places.ts.

import { longestEscape, symbolOf } from './escapes';
import { findPlace } from './places';

const states = memory.data(16, 16);
/** The bytes that the other lanes' states were, to be read again. */
const spare = memory.data(16, 16);
const least: u32 = 1 << 24;

let directory: usize = 0;
let precision: u32 = 0;
/** Whether there is one state for all lanes. */
let single: bool = false;
let state: u32 = 0;
let lane: u32 = 0;
let next: usize = 0;
let end: usize = 0;
let broken: bool = false;

/** False where so many bytes are no stream. */
export function beginDecoder(table: usize, bits: u32, stream: usize, bytes: u32): bool {
  directory = table;
  precision = bits;
  end = stream + bytes;
  lane = 0;
  broken = false;
  single = bytes < 16;
  if (!single) {
    memory.copy(states, stream, 16);
    next = stream + 16;
    for (let k = 0; k < 4; k++) if (load<u32>(states + 4 * k) < least) return false;
    return true;
  }
  next = min(stream + 4, end);
  // What follows the stream is 0.
  state = bytes === 0 ? 1 << bits : load<u32>(stream);
  if (bytes > 4) return bytes <= 12 && state >= least;
  return bytes === 0 || (load<u8>(end - 1) !== 0 && state !== 1 << bits);
}

/** Decodes symbols and tells how many came: fewer where the stream is broken. */
export function decode(symbols: usize, indexes: usize, count: i32, direct: bool): i32 {
  let i = 0;
  while (i < count) {
    if (!single && lane === 0 && count - i >= 4 && next + 8 <= end) {
      const stop = count - ((count - i) & 3);
      i = direct
        ? decodeGroupsDirectly(symbols, indexes, i, stop)
        : decodeGroups(symbols, indexes, i, stop);
      if (i === count) break;
    }
    if (!decodeOne(symbols + 2 * i, load<u16>(indexes + 2 * i), direct)) return i;
    lane = (lane + 1) & 3;
    i++;
  }
  return i;
}

/** Whether the stream ends here. */
export function isAtEnd(): bool {
  return single && state === 1 << precision && next === end;
}

/** Decodes groups of four up to `stop`, to an escape or to where bytes run out; tells how far. */
function decodeGroupsDirectly(symbols: usize, indexes: usize, from: i32, stop: i32): i32 {
  const mask: u32 = (1 << precision) - 1;
  let x0 = load<u32>(states);
  let x1 = load<u32>(states, 4);
  let x2 = load<u32>(states, 8);
  let x3 = load<u32>(states, 12);
  let p = next;
  let bits: u32 = 0;
  let i = from;
  for (; i < stop && p + 8 <= end; i += 4) {
    const index = indexes + 2 * i;
    const symbol = symbols + 2 * i;
    const t0 = <usize>load<u32>(directory + ((<usize>load<u16>(index)) << 4));
    const t1 = <usize>load<u32>(directory + ((<usize>load<u16>(index, 2)) << 4));
    const t2 = <usize>load<u32>(directory + ((<usize>load<u16>(index, 4)) << 4));
    const t3 = <usize>load<u32>(directory + ((<usize>load<u16>(index, 6)) << 4));
    const f0 = load<u64>(t0 + ((<usize>(x0 & mask)) << 3));
    const f1 = load<u64>(t1 + ((<usize>(x1 & mask)) << 3));
    const f2 = load<u64>(t2 + ((<usize>(x2 & mask)) << 3));
    const f3 = load<u64>(t3 + ((<usize>(x3 & mask)) << 3));
    if (<i64>(f0 | f1 | f2 | f3) < 0) break;
    store<u16>(symbol, <u16>f0);
    store<u16>(symbol, <u16>f1, 2);
    store<u16>(symbol, <u16>f2, 4);
    store<u16>(symbol, <u16>f3, 6);
    // A branch for every byte would be guessed wrongly too often.
    x0 = <u32>(f0 >> 32) * (x0 >> precision) + (<u32>f0 >> 16);
    bits = clz(x0) & 24;
    x0 = (x0 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
    x1 = <u32>(f1 >> 32) * (x1 >> precision) + (<u32>f1 >> 16);
    bits = clz(x1) & 24;
    x1 = (x1 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
    x2 = <u32>(f2 >> 32) * (x2 >> precision) + (<u32>f2 >> 16);
    bits = clz(x2) & 24;
    x2 = (x2 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
    x3 = <u32>(f3 >> 32) * (x3 >> precision) + (<u32>f3 >> 16);
    bits = clz(x3) & 24;
    x3 = (x3 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
  }
  next = p;
  store<u32>(states, x0);
  store<u32>(states, x1, 4);
  store<u32>(states, x2, 8);
  store<u32>(states, x3, 12);
  return i;
}

/** The same with entries for buckets. */
function decodeGroups(symbols: usize, indexes: usize, from: i32, stop: i32): i32 {
  const mask: u32 = (1 << precision) - 1;
  let x0 = load<u32>(states);
  let x1 = load<u32>(states, 4);
  let x2 = load<u32>(states, 8);
  let x3 = load<u32>(states, 12);
  let p = next;
  let bits: u32 = 0;
  let i = from;
  for (; i < stop && p + 8 <= end; i += 4) {
    const index = indexes + 2 * i;
    const symbol = symbols + 2 * i;
    const e0 = directory + ((<usize>load<u16>(index)) << 4);
    const e1 = directory + ((<usize>load<u16>(index, 2)) << 4);
    const e2 = directory + ((<usize>load<u16>(index, 4)) << 4);
    const e3 = directory + ((<usize>load<u16>(index, 6)) << 4);
    const place0 = x0 & mask;
    let s0 = <usize>load<u32>(<usize>load<u32>(e0) + ((<usize>(place0 >> load<u32>(e0, 4))) << 2));
    while (load<u32>(s0, 8) <= place0) s0 += 8;
    const place1 = x1 & mask;
    let s1 = <usize>load<u32>(<usize>load<u32>(e1) + ((<usize>(place1 >> load<u32>(e1, 4))) << 2));
    while (load<u32>(s1, 8) <= place1) s1 += 8;
    const place2 = x2 & mask;
    let s2 = <usize>load<u32>(<usize>load<u32>(e2) + ((<usize>(place2 >> load<u32>(e2, 4))) << 2));
    while (load<u32>(s2, 8) <= place2) s2 += 8;
    const place3 = x3 & mask;
    let s3 = <usize>load<u32>(<usize>load<u32>(e3) + ((<usize>(place3 >> load<u32>(e3, 4))) << 2));
    while (load<u32>(s3, 8) <= place3) s3 += 8;
    const f0 = load<u64>(s0);
    const f1 = load<u64>(s1);
    const f2 = load<u64>(s2);
    const f3 = load<u64>(s3);
    if (<i64>(f0 | f1 | f2 | f3) < 0) break;
    store<u16>(symbol, <u16>(f0 >> 32));
    store<u16>(symbol, <u16>(f1 >> 32), 2);
    store<u16>(symbol, <u16>(f2 >> 32), 4);
    store<u16>(symbol, <u16>(f3 >> 32), 6);
    x0 = (load<u32>(s0, 8) - <u32>f0) * (x0 >> precision) + place0 - <u32>f0;
    bits = clz(x0) & 24;
    x0 = (x0 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
    x1 = (load<u32>(s1, 8) - <u32>f1) * (x1 >> precision) + place1 - <u32>f1;
    bits = clz(x1) & 24;
    x1 = (x1 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
    x2 = (load<u32>(s2, 8) - <u32>f2) * (x2 >> precision) + place2 - <u32>f2;
    bits = clz(x2) & 24;
    x2 = (x2 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
    x3 = (load<u32>(s3, 8) - <u32>f3) * (x3 >> precision) + place3 - <u32>f3;
    bits = clz(x3) & 24;
    x3 = (x3 << bits) | nextBytes(p, bits);
    p += <usize>(bits >> 3);
  }
  next = p;
  store<u32>(states, x0);
  store<u32>(states, x1, 4);
  store<u32>(states, x2, 8);
  store<u32>(states, x3, 12);
  return i;
}

/** The next 0, 8 or 16 bits. */
function nextBytes(at: usize, bits: u32): u32 {
  return (((<u32>load<u8>(at)) << 8) | <u32>load<u8>(at, 1)) >> (16 - bits);
}

/** False where the stream is broken. */
function decodeOne(symbol: usize, index: u32, direct: bool): bool {
  const entry = directory + ((<usize>index) << 4);
  const at = states + (lane << 2);
  let x = single ? state : load<u32>(at);
  const found = findPlace(direct, entry, x & ((1 << precision) - 1));
  const share = <u32>(found >> 32) & 0x1ffff;
  x = takeBytes(share * (x >> precision) + (<u32>found >> 16));
  if (<i64>found < 0) {
    let length: u32 = 0;
    for (; (x & 1) === 0; length++) {
      if (length === longestEscape || broken) return false;
      x = takeBytes(x >>> 1);
    }
    x = takeBytes(x >>> 1);
    let value: u32 = 1;
    if (length > 16) {
      value = 2 | (x & 1);
      x = takeBytes(x >>> 1);
    }
    const low = min<u32>(length, 16);
    value = (value << low) | (x & ((1 << low) - 1));
    x = takeBytes(x >>> low);
    const escaped = symbolOf(value, load<i32>(entry, 8), load<i32>(entry, 12));
    if (escaped !== <i32>(<i16>escaped)) return false;
    store<u16>(symbol, <u16>escaped);
  } else store<u16>(symbol, <u16>found);
  if (single) state = x;
  else store<u32>(at, x);
  return !broken;
}

/** Takes bytes until the state is what a state is. */
function takeBytes(state: u32): u32 {
  let x = state;
  while (x < least) {
    if (next === end) {
      // The one state had not yet put out a byte.
      if (single) return x;
      join();
    }
    x = (x << 8) | <u32>load<u8>(next++);
  }
  return x;
}

/** Makes bytes of the other lanes' states; this lane's becomes the one state. */
function join(): void {
  single = true;
  next = spare;
  end = spare + 9;
  for (let k: u32 = 0; k < 3; k++) {
    const other = load<u32>(states + (((lane + 1 + k) & 3) << 2));
    if (other >>> 24 !== 1) broken = true;
    store<u8>(next + <usize>(3 * k), <u8>other);
    store<u8>(next + <usize>(3 * k), <u8>(other >> 8), 1);
    store<u8>(next + <usize>(3 * k), <u8>(other >> 16), 2);
  }
}
