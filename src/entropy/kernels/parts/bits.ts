import { longestEscape } from './escapes';

/** The `length` bits, 0 to 17, from bit `at` after `stream` on, the highest of a byte first. */
export function peekBits(stream: usize, at: u32, length: u32): u32 {
  const bytes = bswap<u32>(load<u32>(stream + <usize>(at >> 3)));
  // In two steps, since a shift by 32 is one by 0.
  return ((bytes << (at & 7)) >> 1) >> (31 - length);
}

/** The value of the escape at a bit; one of no symbol where it is too long. */
export function peekEscape(stream: usize, at: u32): u32 {
  let length: u32 = 0;
  while (peekBits(stream, at + length, 1) === 0) {
    if (++length > longestEscape) return u32.MAX_VALUE;
  }
  return ((<u32>1) << length) | peekBits(stream, at + length + 1, length);
}
