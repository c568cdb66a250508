// Buckets of magnitude, which grow as powers of two do, two to each:
//
//     bucket      0 1 2 3 4  5    6     7      8  …  30
//     magnitude   0 1 2 3 4 5-6  7-8  9-12  13-16    24,577-32,768

import { codeBit } from './binary-coder';

/** The one of the largest magnitude that int16 has. */
export const lastBucket: u32 = 30;

/** The magnitude, of which the bucket tells the upper bits; the others are as likely 0 as 1. */
export function codePlace(bucket: u32, wanted: u32): u32 {
  if (bucket < 5) return bucket;
  const bits = (bucket - 3) >> 1;
  let place: u32 = (2 + ((bucket - 5) & 1)) << bits;
  for (let k = <i32>bits - 1; k >= 0; k--) {
    place |= (<u32>codeBit(32_768, (((wanted - 1) >> k) & 1) !== 0)) << k;
  }
  return place + 1;
}

export function bucketOf(magnitude: u32): u32 {
  if (magnitude < 5) return magnitude;
  const above = magnitude - 1;
  const octave = 31 - clz(above);
  return 1 + 2 * octave + ((above >> (octave - 1)) & 1);
}
