// Canonical Huffman codes of at most 16 bits, the highest bit of a byte first.
//
// The encoder's table has of every index 16 bytes: where its codes are, offset, own, whether it has an
// escape; of every slot 4 bytes: code | length << 16. The decoder's has of every index 16 bytes: where
// its entries are, bits of an entry's number, offset, own. An entry is of 4 bytes: symbol | length << 16 |
// escape << 31, or, where the code is longer than the number, where its lengths are, and a bit 30. They
// are 8 bytes for each length from 0 to 16: below which number of 16 bits it begins with a code of that
// length or less, and what to add to that code for its place in the list behind. The list has 4 bytes for
// each slot by ascending code, like an entry.

import { peekBits, peekEscape } from './parts/bits';
import { escapeLength, escapeValue, symbolOf } from './parts/escapes';

export { greatestIndex } from './parts/indexes';
export { heapBase } from './parts/memory';

let directory: usize = 0;
let stream: usize = 0;
/** Bits of the stream that are read, and that there are. */
let at: u32 = 0;
let total: u32 = 0;
let next: usize = 0;
/** Bits that are still to be written, below a 1 in no place: `held` counts them. */
let queue: u64 = 0;
let held: u32 = 0;

export function beginEncoder(table: usize): void {
  directory = table;
  queue = 0;
  held = 0;
}

/** Encodes symbols from `room` on. Returns where their bytes end, or 0 where a symbol has no slot. */
export function encode(symbols: usize, indexes: usize, count: i32, room: usize): usize {
  next = room;
  for (let i = 0; i < count; i++) {
    const symbol = <i32>load<i16>(symbols + 2 * i);
    const entry = directory + ((<usize>load<u16>(indexes + 2 * i)) << 4);
    const place = <u32>(symbol - load<i32>(entry, 4));
    const own = load<u32>(entry, 8);
    const codes = <usize>load<u32>(entry);
    if (place < own) {
      const code = load<u32>(codes + ((<usize>place) << 2));
      putBits(code & 0xffff, code >> 16);
      continue;
    }
    if (load<u32>(entry, 12) === 0) return 0;
    const code = load<u32>(codes + ((<usize>own) << 2));
    putBits(code & 0xffff, code >> 16);
    const value = escapeValue(symbol, load<i32>(entry, 4), <i32>own);
    const length = escapeLength(value);
    putBits(0, length);
    putBits(value, length + 1);
  }
  return next;
}

/** Writes the last byte, where one has begun, and tells where it ends. */
export function endEncoder(room: usize): usize {
  next = room;
  if (held > 0) putBits(0, (32 - held) & 7);
  for (; held > 0; held -= 8) store<u8>(next++, <u8>(queue >> (held - 8)));
  return next;
}

function putBits(value: u32, length: u32): void {
  queue = (queue << length) | <u64>value;
  held += length;
  if (held < 32) return;
  held -= 32;
  store<u32>(next, bswap<u32>(<u32>(queue >> held)));
  next += 4;
}

/** Begins a stream, behind which 64 bytes are 0. */
export function beginDecoder(table: usize, start: usize, bytes: u32): void {
  directory = table;
  stream = start;
  at = 0;
  total = 8 * bytes;
}

/** Decodes symbols and tells how many came: fewer where the stream is broken. */
export function decode(symbols: usize, indexes: usize, count: i32): i32 {
  let position = at;
  let i = 0;
  for (; i < count && position <= total; i++) {
    const entry = directory + ((<usize>load<u16>(indexes + 2 * i)) << 4);
    const number = peekBits(stream, position, load<u32>(entry, 4));
    let found = load<u32>(<usize>load<u32>(entry) + ((<usize>number) << 2));
    if (found & 0x4000_0000) found = findLong(<usize>(found & 0x3fff_ffff), position);
    position += (found >> 16) & 31;
    store<u16>(symbols + 2 * i, <u16>found);
    if (<i32>found >= 0) continue;
    const value = peekEscape(stream, position);
    const escaped = symbolOf(value, load<i32>(entry, 8), load<i32>(entry, 12));
    if (escaped !== <i32>(<i16>escaped)) break;
    store<u16>(symbols + 2 * i, <u16>escaped);
    position += 2 * escapeLength(value) + 1;
  }
  at = position;
  return position <= total ? i : min(i, count - 1);
}

/** Whether the stream ends here: what is left of its last byte is 0. */
export function isAtEnd(): bool {
  return total - at < 8 && peekBits(stream, at, total - at) === 0;
}

function findLong(lengths: usize, position: u32): u32 {
  const code = peekBits(stream, position, 16);
  let length: u32 = 1;
  while (code >= load<u32>(lengths + <usize>(8 * length))) length++;
  const place = (code >> (16 - length)) + load<u32>(lengths + <usize>(8 * length), 4);
  return load<u32>(lengths + 136 + ((<usize>place) << 2));
}
