// Recursive Gaussian of truncated cosines (Charalampidis 2016, doi:10.1109/TSP.2016.2549985), radius
// 5, with zeros around the picture. Each output is the sum of three oscillators k = 1, 3, 5, which
// never lose their energy: a rounding error swings on to the end of the row, and weighs in scores near
// 100. So the sums are those of libjxl to the bit, four outputs at a time along a row included.
//
// At radius 5 the third oscillator has a period of 4 and multiplies by 1 and -1 alone.
//
// Coefficients are 64-bit floats with values of 32 bits:
//     0 .. 3   oscillator 1: the weight of an input in the output 0 .. 3 places on
//     4 .. 7   of the output before the four, in each of the four
//     8 .. 10  of the one before that, in the second to fourth; in the first it is -1
//     11 .. 21 oscillator 3, the same
//     22       oscillator 5: the weight of an input
//     23 .. 27 taps of the impulse response, from the middle out (directblur.ts)

import { lower, narrowed, rounded, upper } from './fused';

/** Rows that a row's blur looks above and below, plus one: where the recursion takes inputs. */
const ahead = 4;
const behind = 6;

/** Floats of zero that must stand before and after a row. */
export const margin = 16;

/**
 * Blurs two rows of `width` floats along themselves, two lanes in step. Outputs may run a vector
 * beyond the width.
 */
export function blurAlong(
  in0: usize,
  in1: usize,
  out0: usize,
  out1: usize,
  width: i32,
  coefficients: usize,
): void {
  const a0 = v128.load64_splat(coefficients, 0);
  const a1 = v128.load64_splat(coefficients, 8);
  const a2 = v128.load64_splat(coefficients, 16);
  const a3 = v128.load64_splat(coefficients, 24);
  const b0 = v128.load64_splat(coefficients, 32);
  const b1 = v128.load64_splat(coefficients, 40);
  const b2 = v128.load64_splat(coefficients, 48);
  const b3 = v128.load64_splat(coefficients, 56);
  const c1 = v128.load64_splat(coefficients, 64);
  const c2 = v128.load64_splat(coefficients, 72);
  const c3 = v128.load64_splat(coefficients, 80);
  const d0 = v128.load64_splat(coefficients, 88);
  const d1 = v128.load64_splat(coefficients, 96);
  const d2 = v128.load64_splat(coefficients, 104);
  const d3 = v128.load64_splat(coefficients, 112);
  const e0 = v128.load64_splat(coefficients, 120);
  const e1 = v128.load64_splat(coefficients, 128);
  const e2 = v128.load64_splat(coefficients, 136);
  const e3 = v128.load64_splat(coefficients, 144);
  const f1 = v128.load64_splat(coefficients, 152);
  const f2 = v128.load64_splat(coefficients, 160);
  const f3 = v128.load64_splat(coefficients, 168);
  const fifth = v128.load64_splat(coefficients, 176);
  const fifthNarrow = f32x4.splat(<f32>load<f64>(coefficients, 176));

  // Oscillators 1 and 3: the output before (p) and before that (q). Oscillator 5: lanes q, q, p, p.
  let p = f64x2.splat(0);
  let q = p;
  let r = p;
  let s = p;
  let swing = f32x4.splat(0);

  const groupsFrom = min(8, width);
  for (let n = -ahead; n < width; ) {
    const left0 = in0 + ((n - behind) << 2);
    const left1 = in1 + ((n - behind) << 2);
    const right0 = in0 + ((n + ahead) << 2);
    const right1 = in1 + ((n + ahead) << 2);
    if (n < groupsFrom || n >= width - 7) {
      let sum = f32x4.splat(load<f32>(left0) + load<f32>(right0));
      sum = f32x4.replace_lane(sum, 1, load<f32>(left1) + load<f32>(right1));
      const input = lower(sum);
      let x = difference(f64x2.mul(input, a0), q);
      const one = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(b0, p), x));
      q = p;
      p = lower(one);
      x = difference(f64x2.mul(input, d0), s);
      const three = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(e0, r), x));
      s = r;
      r = lower(three);
      const five = f32x4.sub(f32x4.mul(sum, fifthNarrow), swing);
      swing = i64x2.shuffle(swing, five, 1, 2);
      if (n >= 0) {
        const out = f32x4.add(one, f32x4.add(three, five));
        store<f32>(out0 + (n << 2), f32x4.extract_lane(out, 0));
        store<f32>(out1 + (n << 2), f32x4.extract_lane(out, 1));
      }
      n++;
      continue;
    }
    const sum0 = f32x4.add(v128.load(left0), v128.load(right0));
    const sum1 = f32x4.add(v128.load(left1), v128.load(right1));
    const first = i32x4.shuffle(sum0, sum1, 0, 4, 1, 5);
    const last = i32x4.shuffle(sum0, sum1, 2, 6, 3, 7);
    const i0 = lower(first);
    const i1 = upper(first);
    const i2 = lower(last);
    const i3 = upper(last);

    let x0 = difference(f64x2.mul(i0, a0), q);
    let x1 = rounded(f64x2.add(rounded(f64x2.mul(i0, a1)), f64x2.mul(i1, a0)));
    let x2 = rounded(f64x2.add(rounded(f64x2.mul(i0, a2)), f64x2.mul(i1, a1)));
    let x3 = rounded(f64x2.add(rounded(f64x2.mul(i0, a3)), f64x2.mul(i1, a2)));
    x2 = rounded(f64x2.add(x2, f64x2.mul(i2, a0)));
    x3 = rounded(f64x2.add(x3, f64x2.mul(i2, a1)));
    x3 = rounded(f64x2.add(x3, f64x2.mul(i3, a0)));
    x1 = rounded(f64x2.add(x1, f64x2.mul(q, c1)));
    x2 = rounded(f64x2.add(x2, f64x2.mul(q, c2)));
    x3 = rounded(f64x2.add(x3, f64x2.mul(q, c3)));
    x0 = f64x2.add(x0, f64x2.mul(p, b0));
    x1 = f64x2.add(x1, f64x2.mul(p, b1));
    x2 = f64x2.add(x2, f64x2.mul(p, b2));
    x3 = f64x2.add(x3, f64x2.mul(p, b3));
    const oneFirst = narrowed(x0, x1);
    const oneLast = narrowed(x2, x3);
    q = lower(oneLast);
    p = upper(oneLast);

    x0 = difference(f64x2.mul(i0, d0), s);
    x1 = rounded(f64x2.add(rounded(f64x2.mul(i0, d1)), f64x2.mul(i1, d0)));
    x2 = rounded(f64x2.add(rounded(f64x2.mul(i0, d2)), f64x2.mul(i1, d1)));
    x3 = rounded(f64x2.add(rounded(f64x2.mul(i0, d3)), f64x2.mul(i1, d2)));
    x2 = rounded(f64x2.add(x2, f64x2.mul(i2, d0)));
    x3 = rounded(f64x2.add(x3, f64x2.mul(i2, d1)));
    x3 = rounded(f64x2.add(x3, f64x2.mul(i3, d0)));
    x1 = rounded(f64x2.add(x1, f64x2.mul(s, f1)));
    x2 = rounded(f64x2.add(x2, f64x2.mul(s, f2)));
    x3 = rounded(f64x2.add(x3, f64x2.mul(s, f3)));
    x0 = f64x2.add(x0, f64x2.mul(r, e0));
    x1 = f64x2.add(x1, f64x2.mul(r, e1));
    x2 = f64x2.add(x2, f64x2.mul(r, e2));
    x3 = f64x2.add(x3, f64x2.mul(r, e3));
    const threeFirst = narrowed(x0, x1);
    const threeLast = narrowed(x2, x3);
    s = lower(threeLast);
    r = upper(threeLast);

    const input = f32x4.mul(first, fifthNarrow);
    const fiveFirst = f32x4.sub(input, swing);
    const fiveLast = f32x4.add(
      narrowed(
        f64x2.sub(f64x2.mul(i2, fifth), lower(input)),
        f64x2.sub(f64x2.mul(i3, fifth), upper(input)),
      ),
      swing,
    );
    swing = fiveLast;

    const outFirst = f32x4.add(oneFirst, f32x4.add(threeFirst, fiveFirst));
    const outLast = f32x4.add(oneLast, f32x4.add(threeLast, fiveLast));
    v128.store(out0 + (n << 2), i32x4.shuffle(outFirst, outLast, 0, 2, 4, 6));
    v128.store(out1 + (n << 2), i32x4.shuffle(outFirst, outLast, 1, 3, 5, 7));
    n += 4;
  }
}

/** Of two numbers of 32 bits, the first yet to be rounded; rounded by conversion, as ties are many. */
function difference(a: v128, b: v128): v128 {
  return lower(f32x4.demote_f64x2_zero(f64x2.sub(rounded(a), b)));
}

/** Bytes of what `blurAcross` remembers for one column. */
export const columnState = 24;

/**
 * Blurs columns: the four outputs that end with row y - 1, from a ring of 16 rows that holds rows
 * y - 10 to y + 3. `state` is what the call for the rows before left there, at first zeros.
 */
export function blurAcross(
  ring: usize,
  pitch: usize,
  y: i32,
  state: usize,
  out: usize,
  vectors: i32,
  coefficients: usize,
): void {
  const a0 = v128.load64_splat(coefficients, 0);
  const b0 = v128.load64_splat(coefficients, 32);
  const d0 = v128.load64_splat(coefficients, 88);
  const e0 = v128.load64_splat(coefficients, 120);
  const fifth = v128.load64_splat(coefficients, 176);
  for (let x: usize = 0, end = (<usize>vectors) << 4; x < end; x += 16) {
    let p = v128.load(state);
    let q = v128.load(state, 16);
    let r = v128.load(state, 32);
    let s = v128.load(state, 48);
    let swing = v128.load(state, 64);
    let rest = v128.load(state, 80);
    let pLow = lower(p);
    let pHigh = upper(p);
    let rLow = lower(r);
    let rHigh = upper(r);
    let qLow = lower(q);
    let qHigh = upper(q);
    let sLow = lower(s);
    let sHigh = upper(s);
    for (let row = y; row < y + 4; row++) {
      const above = v128.load(ring + <usize>((row - behind - ahead) & 15) * pitch + x);
      const below = v128.load(ring + <usize>(row & 15) * pitch + x);
      const sum = f32x4.add(above, below);
      const sumLow = lower(sum);
      const sumHigh = upper(sum);

      let low = rounded(f64x2.sub(f64x2.mul(b0, pLow), qLow));
      let high = rounded(f64x2.sub(f64x2.mul(b0, pHigh), qHigh));
      qLow = pLow;
      qHigh = pHigh;
      const one = narrowed(
        f64x2.add(f64x2.mul(a0, sumLow), low),
        f64x2.add(f64x2.mul(a0, sumHigh), high),
      );
      pLow = lower(one);
      pHigh = upper(one);
      q = p;
      p = one;

      low = rounded(f64x2.sub(f64x2.mul(e0, rLow), sLow));
      high = rounded(f64x2.sub(f64x2.mul(e0, rHigh), sHigh));
      sLow = rLow;
      sHigh = rHigh;
      const three = narrowed(
        f64x2.add(f64x2.mul(d0, sumLow), low),
        f64x2.add(f64x2.mul(d0, sumHigh), high),
      );
      rLow = lower(three);
      rHigh = upper(three);
      s = r;
      r = three;

      const five = narrowed(
        f64x2.sub(f64x2.mul(fifth, sumLow), lower(rest)),
        f64x2.sub(f64x2.mul(fifth, sumHigh), upper(rest)),
      );
      rest = swing;
      swing = five;

      v128.store(out + <usize>(row & 3) * pitch + x, f32x4.add(one, f32x4.add(three, five)));
    }
    v128.store(state, p);
    v128.store(state, q, 16);
    v128.store(state, r, 32);
    v128.store(state, s, 48);
    v128.store(state, swing, 64);
    v128.store(state, rest, 80);
    state += 96;
  }
}
