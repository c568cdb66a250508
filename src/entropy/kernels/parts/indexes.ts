/** The greatest of some numbers of 16 bits; 0 where there are none. */
export function greatestIndex(at: usize, count: i32): u32 {
  let greatest = i16x8.splat(0);
  let i = 0;
  for (; i + 8 <= count; i += 8) greatest = i16x8.max_u(greatest, v128.load(at + 2 * i));
  let result: u32 = 0;
  for (; i < count; i++) result = max(result, <u32>load<u16>(at + 2 * i));
  const wide = i32x4.max_u(i32x4.extend_low_i16x8_u(greatest), i32x4.extend_high_i16x8_u(greatest));
  const left = max(<u32>i32x4.extract_lane(wide, 0), <u32>i32x4.extract_lane(wide, 1));
  const right = max(<u32>i32x4.extract_lane(wide, 2), <u32>i32x4.extract_lane(wide, 3));
  return max(result, max(left, right));
}
