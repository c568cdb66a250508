// The code of symbols without a slot of their own, as in ../../escape.ts.

export const longestEscape: u32 = 17;

export function escapeValue(symbol: i32, offset: i32, own: i32): u32 {
  return <u32>(symbol < offset ? 2 * (offset - symbol) : 2 * (symbol - offset - own) + 1);
}

export function escapeLength(value: u32): u32 {
  return 31 - clz(value);
}

/** Outside of int16 where the stream is broken. */
export function symbolOf(value: u32, offset: i32, own: i32): i32 {
  return value & 1 ? offset + own + <i32>(value >>> 1) : offset - <i32>(value >>> 1);
}
