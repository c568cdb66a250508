// Tabled asymmetric numeral systems (Duda 2013, in the form of Collet's FSE): a state in [whole, 2 whole)
// and for every distribution a table of as many entries.
//
// The encoder begins with the state `whole` and the last symbol, and puts bits before those that are
// there; the decoder ends with that state and no bit left.
//
//     stream: bits 0 up to a whole byte, 1, the state less the whole in `precision` bits, bits
//     or nothing, where the state is `whole` and there are no bits
//
// The encoder's table has of every index 16 bytes: where its slots are, offset, own, whether it has an
// escape. Of every slot 8 bytes: what to add to a state for (its bits to put out) << 20, and what to add
// to twice the state that is left for where the next state, less the whole, stands in 16 bits. The
// decoder's has of every index 16 bytes: where its entries are, 0, offset, own. Of every state 8 bytes:
// symbol | bits << 16 | escape << 31, and what to add to those bits for the next state less the whole.

import { peekBits, peekEscape } from './parts/bits';
import { escapeLength, escapeValue, symbolOf } from './parts/escapes';

export { greatestIndex } from './parts/indexes';
export { heapBase } from './parts/memory';

let directory: usize = 0;
let precision: u32 = 0;
let state: u32 = 0;
/** Bits that are still to be written before those at `next`, and how many. */
let queue: u64 = 0;
let held: u32 = 0;
let next: usize = 0;
/** Whether a bit was put out. */
let some: bool = false;
let stream: usize = 0;
/** Bits of the stream that are read, and that there are. */
let at: u32 = 0;
let total: u32 = 0;

export function beginEncoder(table: usize, bits: u32): void {
  directory = table;
  precision = bits;
  state = 1 << bits;
  queue = 0;
  held = 0;
  some = false;
}

/**
 * Encodes symbols from the last to the first and writes bytes from `stop` downwards. Returns where they
 * begin, or 0 where a symbol has no slot.
 */
export function encode(symbols: usize, indexes: usize, count: i32, stop: usize): usize {
  const whole: u32 = 1 << precision;
  next = stop;
  for (let i = count - 1; i >= 0; i--) {
    const symbol = <i32>load<i16>(symbols + 2 * i);
    const entry = directory + ((<usize>load<u16>(indexes + 2 * i)) << 4);
    const place = <u32>(symbol - load<i32>(entry, 4));
    const own = load<u32>(entry, 8);
    let slot = <usize>load<u32>(entry) + ((<usize>place) << 3);
    if (place >= own) {
      if (load<u32>(entry, 12) === 0) return 0;
      slot = <usize>load<u32>(entry) + ((<usize>own) << 3);
      const value = escapeValue(symbol, load<i32>(entry, 4), <i32>own);
      const length = escapeLength(value);
      // Backwards: what the decoder reads last comes first.
      putBits(value & ((1 << length) - 1), length);
      putBits(1, length + 1);
    }
    const bits = (state + load<u32>(slot)) >> 20;
    putBits(state & ((1 << bits) - 1), bits);
    state = whole | <u32>load<u16>(<usize>(((state >> bits) << 1) + load<u32>(slot, 4)));
  }
  return next;
}

/** Writes what stands before all bits, from `stop` downwards, and tells where it begins. */
export function endEncoder(stop: usize): usize {
  next = stop;
  if (!some && state === 1 << precision) return next;
  putBits(state, precision + 1);
  for (; held > 0; held -= min<u32>(held, 8)) {
    store<u8>(--next, <u8>queue);
    queue >>= 8;
  }
  return next;
}

function putBits(value: u32, length: u32): void {
  queue |= (<u64>value) << held;
  held += length;
  some = some || length > 0;
  if (held < 32) return;
  next -= 4;
  store<u32>(next, bswap<u32>(<u32>queue));
  queue >>= 32;
  held -= 32;
}

/** Begins a stream, behind which 64 bytes are 0; false where the bytes are none. */
export function beginDecoder(table: usize, bits: u32, start: usize, bytes: u32): bool {
  directory = table;
  precision = bits;
  stream = start;
  total = 8 * bytes;
  state = 0;
  at = 0;
  if (bytes === 0) return true;
  const first = <u32>load<u8>(stream);
  at = clz(first) - 23;
  state = peekBits(stream, at, bits);
  at += bits;
  // The shortest stream of all is that of no byte.
  return first !== 0 && at <= total && (at < total || state !== 0);
}

/** Decodes symbols and tells how many came: fewer where the stream is broken. */
export function decode(symbols: usize, indexes: usize, count: i32): i32 {
  let position = at;
  let x = state;
  let i = 0;
  for (; i < count && position <= total; i++) {
    const entry = directory + ((<usize>load<u16>(indexes + 2 * i)) << 4);
    const found = load<u64>(<usize>load<u32>(entry) + ((<usize>x) << 3));
    const bits = (<u32>found >> 16) & 31;
    x = <u32>(found >> 32) + peekBits(stream, position, bits);
    position += bits;
    store<u16>(symbols + 2 * i, <u16>found);
    if (<i32>(<u32>found) >= 0) continue;
    const value = peekEscape(stream, position);
    const escaped = symbolOf(value, load<i32>(entry, 8), load<i32>(entry, 12));
    if (escaped !== <i32>(<i16>escaped)) break;
    store<u16>(symbols + 2 * i, <u16>escaped);
    position += 2 * escapeLength(value) + 1;
  }
  state = x;
  at = position;
  return position <= total ? i : min(i, count - 1);
}

/** Whether the stream ends here. */
export function isAtEnd(): bool {
  return state === 0 && at === total;
}
