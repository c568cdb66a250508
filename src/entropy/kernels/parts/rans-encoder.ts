// The encoder of ../rans.ts. Its table has of every index 16 bytes: where its slots are, offset, own,
// whether it has an escape. Of every slot 16 bytes: the reciprocal of its share, the greatest state
// that takes it without putting out a byte, start | (whole - share) << 16, shift | (1 where the state
// is raised by 1 before it is multiplied) << 8.

import { escapeLength, escapeValue } from './escapes';

const states = memory.data(16, 16);
/** The bytes that the one state put out, the first at the front. */
const spare = memory.data(16, 16);
const least: u32 = 1 << 24;

let directory: usize = 0;
/** Whether there is one state for all lanes. */
let single: bool = false;
let state: u32 = 0;
/** The state to begin with. */
let first: u32 = 0;
/** How many bytes lie in `spare`. */
let spared: i32 = 0;
let lane: u32 = 0;
let next: usize = 0;

export function beginEncoder(table: usize, bits: u32): void {
  directory = table;
  first = 1 << bits;
  single = true;
  state = first;
  spared = 0;
}

/**
 * Encodes symbols from the last to the first, which belongs to lane 0, and writes bytes from `stop`
 * downwards. Returns where they begin, or 0 where a symbol has no slot.
 */
export function encode(symbols: usize, indexes: usize, count: i32, stop: usize): usize {
  next = stop;
  let i = count;
  while (i > 0) {
    if (!single && (i & 3) === 0) {
      i = encodeGroups(symbols, indexes, i);
      if (i === 0) break;
    }
    i--;
    lane = i & 3;
    if (!encodeOne(load<i16>(symbols + 2 * i), load<u16>(indexes + 2 * i))) return 0;
  }
  return next;
}

/** Writes what stands before those bytes, and tells its bytes. */
export function endEncoder(at: usize): u32 {
  if (!single) {
    memory.copy(at, states, 16);
    return 16;
  }
  store<u32>(at, state);
  if (spared === 0) return state === first ? 0 : (39 - clz(state)) >> 3;
  for (let k = 0; k < spared; k++) {
    store<u8>(at + 4 + k, load<u8>(spare + (spared - 1 - k)));
  }
  return 4 + spared;
}

/** The slot of a symbol, or 0 where it has none of its own. */
function slotOf(symbol: i32, entry: usize): usize {
  const slot = <u32>(symbol - load<i32>(entry, 4));
  return slot < load<u32>(entry, 8) ? <usize>load<u32>(entry) + ((<usize>slot) << 4) : 0;
}

/** Bits to put out before the state is no more than `most`: 0, 8 or 16. */
function surplus(x: u32, most: u32): u32 {
  return (<u32>(x > most) + <u32>(x >> 8 > most)) << 3;
}

/** The two bytes that end at where the lowest is put: they may be more than are wanted. */
function lastBytes(x: u32): u16 {
  return <u16>((x << 8) | ((x >> 8) & 255));
}

function advance(x: u32, slot: usize): u32 {
  const bounds = load<u32>(slot, 8);
  const shift = load<u32>(slot, 12);
  const raised = <u64>x + <u64>(shift >> 8);
  const quotient = <u32>((raised * <u64>load<u32>(slot)) >> <u64>(shift & 63));
  return x + (bounds & 0xffff) + quotient * (bounds >> 16);
}

/** Encodes groups of four until one has a symbol without a slot; tells how many symbols are left. */
function encodeGroups(symbols: usize, indexes: usize, count: i32): i32 {
  let x0 = load<u32>(states);
  let x1 = load<u32>(states, 4);
  let x2 = load<u32>(states, 8);
  let x3 = load<u32>(states, 12);
  let p = next;
  let bits: u32 = 0;
  let i = count;
  for (; i > 0; i -= 4) {
    const symbol = symbols + 2 * i - 8;
    const index = indexes + 2 * i - 8;
    const s3 = slotOf(load<i16>(symbol, 6), directory + ((<usize>load<u16>(index, 6)) << 4));
    const s2 = slotOf(load<i16>(symbol, 4), directory + ((<usize>load<u16>(index, 4)) << 4));
    const s1 = slotOf(load<i16>(symbol, 2), directory + ((<usize>load<u16>(index, 2)) << 4));
    const s0 = slotOf(load<i16>(symbol), directory + ((<usize>load<u16>(index)) << 4));
    if (s0 === 0 || s1 === 0 || s2 === 0 || s3 === 0) break;
    // A branch for every byte would be guessed wrongly too often.
    bits = surplus(x3, load<u32>(s3, 4));
    store<u16>(p - 2, lastBytes(x3));
    p -= <usize>(bits >> 3);
    x3 = advance(x3 >> bits, s3);
    bits = surplus(x2, load<u32>(s2, 4));
    store<u16>(p - 2, lastBytes(x2));
    p -= <usize>(bits >> 3);
    x2 = advance(x2 >> bits, s2);
    bits = surplus(x1, load<u32>(s1, 4));
    store<u16>(p - 2, lastBytes(x1));
    p -= <usize>(bits >> 3);
    x1 = advance(x1 >> bits, s1);
    bits = surplus(x0, load<u32>(s0, 4));
    store<u16>(p - 2, lastBytes(x0));
    p -= <usize>(bits >> 3);
    x0 = advance(x0 >> bits, s0);
  }
  next = p;
  store<u32>(states, x0);
  store<u32>(states, x1, 4);
  store<u32>(states, x2, 8);
  store<u32>(states, x3, 12);
  return i;
}

/** False where the symbol has no slot. */
function encodeOne(symbol: i32, index: u32): bool {
  const entry = directory + ((<usize>index) << 4);
  const at = states + (lane << 2);
  let x = single ? state : load<u32>(at);
  let slot = slotOf(symbol, entry);
  if (slot === 0) {
    if (load<u32>(entry, 12) === 0) return false;
    const own = load<i32>(entry, 8);
    slot = <usize>load<u32>(entry) + ((<usize>own) << 4);
    x = pushEscape(x, escapeValue(symbol, load<i32>(entry, 4), own));
  }
  x = advance(putBytes(x, load<u32>(slot, 4)), slot);
  if (single) state = x;
  else store<u32>(at, x);
  return true;
}

/** Backwards: what the decoder reads last comes first. */
function pushEscape(state: u32, value: u32): u32 {
  const length = escapeLength(value);
  const low = min<u32>(length, 16);
  let x = pushBits(state, value & ((1 << low) - 1), low);
  if (length > 16) x = pushBits(x, (value >>> 16) & 1, 1);
  x = pushBits(x, 1, 1);
  for (let k: u32 = 0; k < length; k++) x = pushBits(x, 0, 1);
  return x;
}

function pushBits(x: u32, value: u32, length: u32): u32 {
  if (length === 0) return x;
  return (putBytes(x, (1 << (32 - length)) - 1) << length) | value;
}

/** Puts out bytes until the state is no more than `most`. */
function putBytes(state: u32, most: u32): u32 {
  let x = state;
  for (; x > most; x >>>= 8) {
    if (!single) store<u8>(--next, <u8>x);
    else {
      store<u8>(spare + spared, <u8>x);
      if (++spared === 9) fork();
    }
  }
  return x;
}

/** Gives the other lanes three bytes each as their states; the one state becomes this lane's. */
function fork(): void {
  single = false;
  for (let k: u32 = 0; k < 3; k++) {
    const three = spare + <usize>(3 * (2 - k));
    const state =
      least |
      ((<u32>load<u8>(three)) << 16) |
      ((<u32>load<u8>(three, 1)) << 8) |
      <u32>load<u8>(three, 2);
    store<u32>(states + (((lane + 1 + k) & 3) << 2), state);
  }
}
