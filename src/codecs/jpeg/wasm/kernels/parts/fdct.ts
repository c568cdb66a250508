// The forward DCT of Arai, Agui and Nakajima (1988) in 16 bits, and quantisation by two factors of 15 bits.
// Samples carry one bit of fraction.

function times(a: v128, factor: i16): v128 {
  return i16x8.q15mulr_sat_s(a, i16x8.splat(factor));
}

function samples(from: usize): v128 {
  return i16x8.shl(v128.load8x8_u(from), 1);
}

function quantised(row: v128, q: usize): v128 {
  return i16x8.q15mulr_sat_s(i16x8.q15mulr_sat_s(row, v128.load(q)), v128.load(q, 128));
}

/**
 * Coefficients of a block (i16), column by column of the block of them: what the second pass gives, so that the
 * block is turned once alone.
 * @param q 64 first factors, then 64 second ones, of the same order, which they are quantised by; or 0: then they are
 *   larger than orthonormal ones by what the factors divide by
 */
export function transform(from: usize, stride: usize, q: usize, to: usize): void {
  let r0 = samples(from);
  from += stride;
  let r1 = samples(from);
  from += stride;
  let r2 = samples(from);
  from += stride;
  let r3 = samples(from);
  from += stride;
  let r4 = samples(from);
  from += stride;
  let r5 = samples(from);
  from += stride;
  let r6 = samples(from);
  from += stride;
  let r7 = samples(from);
  for (let isLast = false; ; isLast = true) {
    const s0 = i16x8.add(r0, r7);
    const d0 = i16x8.sub(r0, r7);
    const s1 = i16x8.add(r1, r6);
    const d1 = i16x8.sub(r1, r6);
    const s2 = i16x8.add(r2, r5);
    const d2 = i16x8.sub(r2, r5);
    const s3 = i16x8.add(r3, r4);
    const d3 = i16x8.sub(r3, r4);
    const e0 = i16x8.add(s0, s3);
    const e3 = i16x8.sub(s0, s3);
    const e1 = i16x8.add(s1, s2);
    const e2 = i16x8.sub(s1, s2);
    const f0 = i16x8.add(e0, e1);
    const f4 = i16x8.sub(e0, e1);
    // 0.707107
    const z1 = times(i16x8.add(e2, e3), 23170);
    const f2 = i16x8.add(e3, z1);
    const f6 = i16x8.sub(e3, z1);
    const o0 = i16x8.add(d3, d2);
    const o1 = i16x8.add(d2, d1);
    const o2 = i16x8.add(d1, d0);
    // 0.382683, 0.541196, 1.306563
    const z5 = times(i16x8.sub(o0, o2), 12540);
    const z2 = i16x8.add(times(o0, 17734), z5);
    const z4 = i16x8.add(i16x8.add(o2, times(o2, 10045)), z5);
    const z3 = times(o1, 23170);
    const z11 = i16x8.add(d0, z3);
    const z13 = i16x8.sub(d0, z3);
    const f5 = i16x8.add(z13, z2);
    const f3 = i16x8.sub(z13, z2);
    const f1 = i16x8.add(z11, z4);
    const f7 = i16x8.sub(z11, z4);
    if (isLast) {
      // 128 off each sample is all in the mean.
      const mean = i16x8.sub(f0, i16x8(16_384, 0, 0, 0, 0, 0, 0, 0));
      if (q === 0) {
        v128.store(to, mean);
        v128.store(to, f1, 16);
        v128.store(to, f2, 32);
        v128.store(to, f3, 48);
        v128.store(to, f4, 64);
        v128.store(to, f5, 80);
        v128.store(to, f6, 96);
        v128.store(to, f7, 112);
      } else {
        v128.store(to, quantised(mean, q));
        v128.store(to, quantised(f1, q + 16), 16);
        v128.store(to, quantised(f2, q + 32), 32);
        v128.store(to, quantised(f3, q + 48), 48);
        v128.store(to, quantised(f4, q + 64), 64);
        v128.store(to, quantised(f5, q + 80), 80);
        v128.store(to, quantised(f6, q + 96), 96);
        v128.store(to, quantised(f7, q + 112), 112);
      }
      return;
    }
    const a0 = i16x8.shuffle(f0, f1, 0, 8, 1, 9, 2, 10, 3, 11);
    const a1 = i16x8.shuffle(f0, f1, 4, 12, 5, 13, 6, 14, 7, 15);
    const a2 = i16x8.shuffle(f2, f3, 0, 8, 1, 9, 2, 10, 3, 11);
    const a3 = i16x8.shuffle(f2, f3, 4, 12, 5, 13, 6, 14, 7, 15);
    const a4 = i16x8.shuffle(f4, f5, 0, 8, 1, 9, 2, 10, 3, 11);
    const a5 = i16x8.shuffle(f4, f5, 4, 12, 5, 13, 6, 14, 7, 15);
    const a6 = i16x8.shuffle(f6, f7, 0, 8, 1, 9, 2, 10, 3, 11);
    const a7 = i16x8.shuffle(f6, f7, 4, 12, 5, 13, 6, 14, 7, 15);
    const b0 = i32x4.shuffle(a0, a2, 0, 4, 1, 5);
    const b1 = i32x4.shuffle(a0, a2, 2, 6, 3, 7);
    const b2 = i32x4.shuffle(a1, a3, 0, 4, 1, 5);
    const b3 = i32x4.shuffle(a1, a3, 2, 6, 3, 7);
    const b4 = i32x4.shuffle(a4, a6, 0, 4, 1, 5);
    const b5 = i32x4.shuffle(a4, a6, 2, 6, 3, 7);
    const b6 = i32x4.shuffle(a5, a7, 0, 4, 1, 5);
    const b7 = i32x4.shuffle(a5, a7, 2, 6, 3, 7);
    r0 = i64x2.shuffle(b0, b4, 0, 2);
    r1 = i64x2.shuffle(b0, b4, 1, 3);
    r2 = i64x2.shuffle(b1, b5, 0, 2);
    r3 = i64x2.shuffle(b1, b5, 1, 3);
    r4 = i64x2.shuffle(b2, b6, 0, 2);
    r5 = i64x2.shuffle(b2, b6, 1, 3);
    r6 = i64x2.shuffle(b3, b7, 0, 2);
    r7 = i64x2.shuffle(b3, b7, 1, 3);
  }
}

/** Quantises coefficients of a block as `transform` does. */
export function quantise(block: usize, q: usize, to: usize): void {
  for (let i: usize = 0; i < 128; i += 16) {
    v128.store(to + i, quantised(v128.load(block + i), q + i));
  }
}

/** How many coefficients of a block, the first one apart, are not 0 when quantised. */
export function countPresent(block: usize, q: usize): i32 {
  const zero = i16x8.splat(0);
  let zeros: u64 = 0;
  for (let i: usize = 0; i < 128; i += 32) {
    const low = i16x8.eq(quantised(v128.load(block + i), q + i), zero);
    const high = i16x8.eq(quantised(v128.load(block + i, 16), q + i + 16), zero);
    zeros |= (<u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)))) << (<u64>(i >> 1));
  }
  return <i32>popcnt(~zeros >> 1);
}
