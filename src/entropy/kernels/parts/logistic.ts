// Probabilities as 16-bit integers, and their logarithms of odds in 1/256. Made with integers alone.

/** The largest logarithm of odds: 12 in 1/256, but for a hair. */
export const reach = 3071;

const squashAt = memory.data((2 * reach + 1) * 2, 64);
const stretchAt = memory.data(4096 * 2, 64);

/** The largest logarithm of odds that `stretch` gives. */
export const stretchReach = 2047;

/** e^(-1/256), of 2^32. */
const decay: u64 = 4278222805;

/** Fills the tables. */
export function fillLogistic(): void {
  let power: u64 = 1 << 32;
  for (let x = 0; x <= reach; x++) {
    const likely = ((<u64>1) << 48) / (((<u64>1) << 32) + power);
    store<u16>(squashAt + (reach - x) * 2, <u16>max<u64>(65_536 - likely, 1));
    store<u16>(squashAt + (reach + x) * 2, <u16>min<u64>(likely, 65_535));
    power = (power * decay) >> 32;
  }
  let x = -stretchReach;
  for (let i = 0; i < 4096; i++) {
    while (x < stretchReach && squash(x) < 16 * i + 8) x++;
    store<i16>(stretchAt + 2 * i, <i16>x);
  }
}

/** The probability, 1..65,535 of 65,536, of a logarithm of odds. */
export function squash(x: i32): i32 {
  return load<u16>(squashAt + (reach + min(reach, max(-reach, x))) * 2);
}

/** The logarithm of odds of a probability of 12 bits. */
export function stretch(probability: u32): i16 {
  return load<i16>(stretchAt + probability * 2);
}
