// Sums of squared differences of interleaved samples: integers up to 8 bit, so exact in any order.

export { heapBase } from './parts/memory';

/** Sum over `count` samples of 8 bit. Exact. */
export function squaredError8(a: usize, b: usize, count: i32): f64 {
  let total: u64 = 0;
  let i = 0;
  while (i + 16 <= count) {
    // A lane grows by at most 4 * 255² in a turn, so that 4,096 turns stay within 32 bits.
    const end = min(count - 15, i + 16 * 4096);
    let sums = i32x4.splat(0);
    for (; i < end; i += 16) {
      const p = v128.load(a + i);
      const q = v128.load(b + i);
      const low = i16x8.sub(i16x8.extend_low_i8x16_u(p), i16x8.extend_low_i8x16_u(q));
      const high = i16x8.sub(i16x8.extend_high_i8x16_u(p), i16x8.extend_high_i8x16_u(q));
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(low, low));
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(high, high));
    }
    const pairs = i64x2.add(i64x2.extend_low_i32x4_u(sums), i64x2.extend_high_i32x4_u(sums));
    total += i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1);
  }
  for (; i < count; i++) {
    const difference = <i32>load<u8>(a + i) - <i32>load<u8>(b + i);
    total += difference * difference;
  }
  return <f64>total;
}

/** Sum over `count` samples of 16 bit. Exact. */
export function squaredError16(a: usize, b: usize, count: i32): f64 {
  let total: u64 = 0;
  for (let i = 0; i < count; i++) {
    const difference = <i64>load<u16>(a + 2 * i) - <i64>load<u16>(b + 2 * i);
    total += difference * difference;
  }
  return <f64>total;
}

/** Sum over `count` RGB pixels of 8 bit of the squared difference of their BT.601 lumas. */
export function squaredLumaError8(a: usize, b: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let i: usize = 0, end = <usize>(3 * count); i < end; i += 3) {
    const red = <i32>load<u8>(a + i) - <i32>load<u8>(b + i);
    const green = <i32>load<u8>(a + i, 1) - <i32>load<u8>(b + i, 1);
    const blue = <i32>load<u8>(a + i, 2) - <i32>load<u8>(b + i, 2);
    const luma = lumaOf(red, green, blue);
    total += luma * luma;
  }
  return total;
}

/** Sum over `count` RGB pixels of 16 bit of the squared difference of their BT.601 lumas. */
export function squaredLumaError16(a: usize, b: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let i: usize = 0, end = <usize>(6 * count); i < end; i += 6) {
    const red = <i32>load<u16>(a + i) - <i32>load<u16>(b + i);
    const green = <i32>load<u16>(a + i, 2) - <i32>load<u16>(b + i, 2);
    const blue = <i32>load<u16>(a + i, 4) - <i32>load<u16>(b + i, 4);
    const luma = lumaOf(red, green, blue);
    total += luma * luma;
  }
  return total;
}

/** The luma of a difference is the difference of the lumas: it is linear where nothing is rounded. */
function lumaOf(red: i32, green: i32, blue: i32): f64 {
  return 0.299 * <f64>red + 0.587 * <f64>green + 0.114 * <f64>blue;
}
