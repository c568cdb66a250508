// The boolean entropy decoder. RFC 6386, section 7.
//
// Bytes lie in reverse, so that a load of 4 has the earliest bit on top. Of the window (u64) the bits to come
// are on top, with a 1 behind the last of them and zeros from there on: where its lower half is 0, 4 bytes
// more are taken. `range` is one less than in the RFC.
//
// A decoder's state in memory:
//
//   0   window (u64)
//   8   range (u32)
//   12  where the last bytes were taken from (u32)
//   16  where the bytes begin: the end of the first one (u32)
//   20  their count (u32)
//   24  by how many bits the last decision moved the window (u32)
//
// What reads many decisions keeps window, range and place in variables, and spells each decision out: a
// function could give back one of them alone, and state in memory costs more than the decision itself.

export const stateBytes: usize = 32;

/**
 * Of a range as the RFC counts it: by how many bits it is to be moved, and one less than what it is then (u8
 * each). Read by a place that the module knows, which saves an addition where nothing else is to do meanwhile.
 */
export const shifts: usize = memory.data(256);
export const ranges: usize = memory.data(256);

export function fillRanges(): void {
  for (let range: u32 = 1; range < 256; range++) {
    const shift = clz(range) - 24;
    store<u8>(shifts + range, <u8>shift);
    store<u8>(ranges + range, <u8>((range << shift) - 1));
  }
}

/** `top`: the end of the first byte, those after it below. */
export function openBools(state: usize, top: usize, length: u32): void {
  store<u64>(state, (<u64>1) << 63);
  store<u32>(state, 254, 8);
  store<u32>(state, <u32>top, 12);
  store<u32>(state, <u32>top, 16);
  store<u32>(state, length, 20);
  store<u32>(state, 0, 24);
}

/** A window whose lower half is 0 with the 4 bytes at `from` behind its bits. */
export function refilled(window: u64, from: usize): u64 {
  const bytes = ((<u64>load<u32>(from)) << 1) | 1;
  return (window & (window - 1)) | (bytes << (ctz(window) - 32));
}

/** One decision; `probability` is that of 0, in 256ths. */
export function decide(state: usize, probability: u32): u32 {
  let window = load<u64>(state);
  let range = load<u32>(state, 8);
  if (<u32>window === 0) {
    const from = load<u32>(state, 12) - 4;
    window = refilled(window, from);
    store<u32>(state, from, 12);
  }
  const split = (range * probability) >> 8;
  const isOne = <u32>(window >> 56) > split;
  if (isOne) {
    window -= (<u64>(split + 1)) << 56;
    range -= split;
  } else {
    range = split + 1;
  }
  const shift = <u32>load<u8>(range, shifts);
  store<u64>(state, window << shift);
  store<u32>(state, load<u8>(range, ranges), 8);
  store<u32>(state, shift, 24);
  return isOne ? 1 : 0;
}

/** A number of so many bits, the highest first. */
export function literal(state: usize, bits: i32): u32 {
  let value: u32 = 0;
  for (let i = 0; i < bits; i++) value = (value << 1) | decide(state, 128);
  return value;
}

/** The same with a sign behind it. */
export function signed(state: usize, bits: i32): i32 {
  const value = <i32>literal(state, bits);
  return decide(state, 128) ? -value : value;
}

/** The same behind a flag that says whether it is there; 0 where not. */
export function optional(state: usize, bits: i32): i32 {
  return decide(state, 128) ? signed(state, bits) : 0;
}

/** Whether a decision was read when less than a byte was left: libwebp takes such bytes for cut short. */
export function isSpent(state: usize): bool {
  const length = load<u32>(state, 20);
  const taken = (load<u32>(state, 16) - load<u32>(state, 12)) << 3;
  const held = 63 - <u32>ctz(load<u64>(state));
  return length === 0 || taken - held - load<u32>(state, 24) > (length << 3) - 8;
}
