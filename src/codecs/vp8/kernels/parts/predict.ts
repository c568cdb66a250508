import { dcMode, tmMode, verticalMode } from './modes';

// Prediction of whole macroblocks from the row above and the column to the left, which are 127 and 129 outside
// of the picture. RFC 6386, section 12.2 and 12.3.

/** 16x16 samples of luma. */
export function predictLuma(
  at: usize,
  stride: usize,
  mode: u32,
  hasAbove: bool,
  hasLeft: bool,
): void {
  const above = v128.load(at - stride);
  if (mode === tmMode) {
    const corner = i16x8.splat(load<u8>(at - stride - 1));
    const low = i16x8.sub(i16x8.extend_low_i8x16_u(above), corner);
    const high = i16x8.sub(i16x8.extend_high_i8x16_u(above), corner);
    for (let y = 0; y < 16; y++) {
      const left = i16x8.splat(load<u8>(at - 1));
      v128.store(at, i8x16.narrow_i16x8_u(i16x8.add(low, left), i16x8.add(high, left)));
      at += stride;
    }
    return;
  }
  if (mode !== verticalMode && mode !== dcMode) {
    for (let y = 0; y < 16; y++) {
      v128.store(at, v128.load8_splat(at - 1));
      at += stride;
    }
    return;
  }
  let row = above;
  if (mode === dcMode) {
    let sum: u32 = 0;
    if (hasAbove) {
      const pairs = i16x8.extadd_pairwise_i8x16_u(above);
      sum = sumOfLanes(i32x4.extadd_pairwise_i16x8_u(pairs));
    }
    if (hasLeft) sum += sumOfColumn(at - 1, stride, 16);
    row = i8x16.splat(<i8>meanOf(sum, 4, hasAbove, hasLeft));
  }
  for (let y = 0; y < 16; y++) {
    v128.store(at, row);
    at += stride;
  }
}

/** 8x8 samples of chroma. */
export function predictChroma(
  at: usize,
  stride: usize,
  mode: u32,
  hasAbove: bool,
  hasLeft: bool,
): void {
  const above = v128.load64_zero(at - stride);
  if (mode === tmMode) {
    const corner = i16x8.splat(load<u8>(at - stride - 1));
    const low = i16x8.sub(i16x8.extend_low_i8x16_u(above), corner);
    for (let y = 0; y < 8; y++) {
      const sums = i16x8.add(low, i16x8.splat(load<u8>(at - 1)));
      v128.store64_lane(at, i8x16.narrow_i16x8_u(sums, sums), 0);
      at += stride;
    }
    return;
  }
  if (mode !== verticalMode && mode !== dcMode) {
    for (let y = 0; y < 8; y++) {
      v128.store64_lane(at, v128.load8_splat(at - 1), 0);
      at += stride;
    }
    return;
  }
  let row = above;
  if (mode === dcMode) {
    let sum: u32 = 0;
    if (hasAbove) {
      const pairs = i16x8.extadd_pairwise_i8x16_u(above);
      sum = sumOfLanes(i32x4.extadd_pairwise_i16x8_u(pairs));
    }
    if (hasLeft) sum += sumOfColumn(at - 1, stride, 8);
    row = i8x16.splat(<i8>meanOf(sum, 3, hasAbove, hasLeft));
  }
  for (let y = 0; y < 8; y++) {
    v128.store64_lane(at, row, 0);
    at += stride;
  }
}

function sumOfLanes(a: v128): u32 {
  const halves = i32x4.add(a, i64x2.shuffle(a, a, 1, 0));
  return i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1);
}

function sumOfColumn(at: usize, stride: usize, count: i32): u32 {
  let sum: u32 = 0;
  for (let y = 0; y < count; y++) {
    sum += load<u8>(at);
    at += stride;
  }
  return sum;
}

/** Of 2^log samples a side, of those sides that are in the picture; 128 without any. */
function meanOf(sum: u32, log: u32, hasAbove: bool, hasLeft: bool): u32 {
  if (!hasAbove && !hasLeft) return 128;
  const shift = hasAbove && hasLeft ? log + 1 : log;
  return (sum + ((<u32>1) << (shift - 1))) >> shift;
}
