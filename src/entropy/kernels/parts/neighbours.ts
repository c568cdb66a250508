// What stands around a value: magnitudes, signs, and levels of them.

const levelsAt = memory.data(4096, 64);

/** Fills the table of levels, four an octave: 0 1 2 3 4 5 6 7 8 8 9 9 10 10 11 11 12 12 12 12 … */
export function fillLevels(): void {
  for (let i = 0; i < 4096; i++) {
    const octave = 31 - clz(i);
    const level = i < 4 ? i : 4 * (octave - 1) + ((i >> (octave - 2)) & 3);
    store<u8>(levelsAt + i, <u8>level);
  }
}

/** The level of a magnitude, at most `most`. */
export function levelOf(magnitude: u32, most: u32): u32 {
  return min<u32>(load<u8>(levelsAt + min<u32>(magnitude, 4095)), most);
}

export function magnitudeAt(at: usize): u32 {
  return abs(<i32>load<i16>(at));
}

/** 0 where a value equals another, 1 below it, 2 above it. */
export function signAt(at: usize, other: i32): u32 {
  const difference = <i32>load<i16>(at) - other;
  return difference > 0 ? 2 : difference < 0 ? 1 : 0;
}
