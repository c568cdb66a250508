import { dcMode, tmMode } from './modes';

// Prediction of blocks of 4x4. RFC 6386, section 12.3.
//
// The samples around the block lie in one vector, from the lower left one up and then to the right:
//
//    0 1 2  3 4 5  6  7 8 9 10 11 12 13 14 15
//    L L L  K J I  X  A B C D  E  F  G  H  H
//
// The modes that follow a direction take from each place either its mean with the next one, or the mean of
// three around it.

/** By mode from the third on, for the 16 samples in rows: places of means of two, and of means of three. */
const ofTwo: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 6, 7, 8, 9, 255, 255, 255, 255, 255, 6, 7, 8,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 7, 8, 9, 10, 255, 255, 255, 255, 8, 9, 10, 255, 255, 255, 255, 255, 5, 255, 255, 255, 4, 255,
  5, 255, 3, 255, 4, 255, 2, 255, 3, 255, 4, 255, 3, 255, 3, 255, 2, 255, 2, 255, 255, 255, 255,
  255, 255, 255,
]);
const ofThree: usize = memory.data<u8>([
  7, 8, 9, 10, 7, 8, 9, 10, 7, 8, 9, 10, 7, 8, 9, 10, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2,
  2, 6, 7, 8, 9, 5, 6, 7, 8, 4, 5, 6, 7, 3, 4, 5, 6, 255, 255, 255, 255, 6, 7, 8, 9, 5, 255, 255,
  255, 4, 6, 7, 8, 8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13, 11, 12, 13, 14, 255, 255, 255, 255,
  8, 9, 10, 11, 255, 255, 255, 12, 9, 10, 11, 13, 255, 6, 7, 8, 255, 5, 255, 6, 255, 4, 255, 5, 255,
  3, 255, 4, 255, 4, 255, 3, 255, 3, 255, 2, 255, 2, 1, 1, 1, 1, 1, 1,
]);

/**
 * The prediction, 4 rows of 4.
 * @param right where the 4 samples above and to the right are
 */
export function predictSmall(at: usize, stride: usize, right: usize, mode: u32): v128 {
  // X at 3, A to D from 4 on, E to H from 8 on, I to L from 12 on.
  let around = v128.load64_zero(at - stride - 4);
  around = v128.load32_lane(right, around, 2);
  around = v128.load8_lane(at - 1, around, 12);
  let left = at - 1 + stride;
  around = v128.load8_lane(left, around, 13);
  left += stride;
  around = v128.load8_lane(left, around, 14);
  left += stride;
  around = v128.load8_lane(left, around, 15);
  if (mode === dcMode) {
    const pairs = i16x8.extadd_pairwise_i8x16_u(around);
    const fours = i32x4.extadd_pairwise_i16x8_u(pairs);
    const sum = i32x4.extract_lane(fours, 1) + i32x4.extract_lane(fours, 3);
    return i8x16.splat(<i8>((sum + 4) >> 3));
  }
  if (mode === tmMode) {
    const none = i8x16.splat(0);
    const above = i8x16.shuffle(
      around,
      none,
      4,
      16,
      5,
      16,
      6,
      16,
      7,
      16,
      4,
      16,
      5,
      16,
      6,
      16,
      7,
      16,
    );
    const corner = i8x16.shuffle(
      around,
      none,
      3,
      16,
      3,
      16,
      3,
      16,
      3,
      16,
      3,
      16,
      3,
      16,
      3,
      16,
      3,
      16,
    );
    const upper = i8x16.shuffle(
      around,
      none,
      12,
      16,
      12,
      16,
      12,
      16,
      12,
      16,
      13,
      16,
      13,
      16,
      13,
      16,
      13,
      16,
    );
    const lower = i8x16.shuffle(
      around,
      none,
      14,
      16,
      14,
      16,
      14,
      16,
      14,
      16,
      15,
      16,
      15,
      16,
      15,
      16,
      15,
      16,
    );
    const slope = i16x8.sub(above, corner);
    return i8x16.narrow_i16x8_u(i16x8.add(slope, upper), i16x8.add(slope, lower));
  }
  const edge = i8x16.shuffle(
    around,
    around,
    15,
    15,
    15,
    14,
    13,
    12,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    11,
  );
  const before = i8x16.shuffle(edge, edge, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
  const after = i8x16.shuffle(edge, edge, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15);
  // Rounded down first, so that the second rounding is that of the sum of all three.
  const odd = v128.and(v128.xor(before, after), i8x16.splat(1));
  const outer = i8x16.sub(i8x16.avgr_u(before, after), odd);
  const offset = (<usize>mode - 2) << 4;
  return v128.or(
    i8x16.swizzle(i8x16.avgr_u(edge, after), v128.load(ofTwo + offset)),
    i8x16.swizzle(i8x16.avgr_u(outer, edge), v128.load(ofThree + offset)),
  );
}
