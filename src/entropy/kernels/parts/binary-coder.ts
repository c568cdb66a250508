// A carry-less range coder of binary decisions (Subbotin) with 64 bits of state: the top byte leaves
// where both ends of the interval agree on it, and where the interval gets small without that, it is
// cut to where they do.

/** Below it, the ends of the interval share their top byte or are near to a boundary of it. */
const top: u64 = 1 << 56;
/** The interval is never smaller, so that 16 bits of probability always divide it well. */
const bottom: u64 = 1 << 40;

let low: u64 = 0;
let span: u64 = 0;
let at: usize = 0;
let end: usize = 0;
let value: u64 = 0;
let reads: bool = false;

/** Begins a stream that is written to `to`. */
export function startEncoder(to: usize): void {
  low = 0;
  span = u64.MAX_VALUE;
  at = to;
  reads = false;
}

/** Lets the next byte be written to `to`: what was written has been taken away. */
export function continueAt(to: usize): void {
  at = to;
}

/** Where the next byte is written to, or read from. */
export function position(): usize {
  return at;
}

/** Writes as few bytes as tell the interval from all others, zeros following; returns where they end. */
export function finishEncoder(): usize {
  for (let bytes: u64 = 0; bytes <= 8; bytes++) {
    const mask: u64 = bytes === 0 ? u64.MAX_VALUE : bytes === 8 ? 0 : u64.MAX_VALUE >> (8 * bytes);
    const chosen = (low + mask) & ~mask;
    if (chosen < low || chosen - low >= span) continue;
    for (let i: u64 = 0; i < bytes; i++) store<u8>(at++, <u8>(chosen >> (56 - 8 * i)));
    break;
  }
  return at;
}

/** Begins to read the stream from `from` up to `to`; zeros follow it. */
export function startDecoder(from: usize, to: usize): void {
  low = 0;
  span = u64.MAX_VALUE;
  at = from;
  end = to;
  value = 0;
  reads = true;
  for (let i = 0; i < 8; i++) value = (value << 8) | nextByte();
}

/** Whether a stream is read, not written. */
export function isReading(): bool {
  return reads;
}

/**
 * Writes a bit, or reads it.
 * @param one the probability of 1 in 65,536 parts, at least 1 and less than all
 * @param bit what is to be written; of no meaning where the stream is read
 */
export function codeBit(one: u32, bit: bool): bool {
  const part = (span >> 16) * one;
  const coded = reads ? value - low < part : bit;
  if (coded) {
    span = part;
  } else {
    low += part;
    span -= part;
  }
  while (true) {
    if ((low ^ (low + span)) >= top) {
      if (span >= bottom) break;
      span = (0 - low) & (bottom - 1);
    }
    if (reads) value = (value << 8) | nextByte();
    else store<u8>(at++, <u8>(low >> 56));
    low <<= 8;
    span <<= 8;
  }
  return coded;
}

function nextByte(): u64 {
  const byte: u64 = at < end ? load<u8>(at) : 0;
  at++;
  return byte;
}
