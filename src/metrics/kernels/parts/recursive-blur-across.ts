// The recursive Gaussian of recursive-blur.ts down the columns: one output after the other, the
// roundings of libjxl's there.

import { lower, narrowed, rounded, splitterAt, upper } from './fused';
import { ahead, behind } from './recursive-blur';

/** Floats of 32 bits that hold what `blurAcross` remembers for one column. */
export const columnState = 48;
/** The same for four columns, in bytes: twice an output of each oscillator in lanes of 64 bits. */
const stateBytes: usize = 192;
/** Four columns each that are blurred at once: what is remembered of them stays in the nearest cache. */
const block = 64;

/**
 * Blurs columns: the four outputs that end with row y - 1, from a ring of 16 rows that holds rows
 * y - 10 to y + 3. `state` is what the call for the rows before left there, at first zeros: for four
 * columns the outputs of the last even row, then those of the last odd one. `y` is even.
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
  for (let from = 0; from < vectors; from += block) {
    const count = min(block, vectors - from);
    const x = (<usize>from) << 4;
    for (let row = y; row < y + 4; row++) {
      // The outputs before the last give their place to the new ones.
      const outputs = state + 96 * (row & 1);
      const last = state + 96 * ((row + 1) & 1);
      const above = ring + <usize>((row - behind - ahead) & 15) * pitch + x;
      const below = ring + <usize>(row & 15) * pitch + x;
      turn(last, outputs, count, coefficients);
      drive(above, below, outputs, count, coefficients);
      addUp(outputs, out + <usize>(row & 3) * pitch + x, count);
    }
    state += <usize>block * stateBytes;
  }
}

// Loops of their own, each so short that several turns are at work at a time.

/** What becomes of the last two outputs of the oscillators 1 and 3, in place of the older one. */
function turn(last: usize, older: usize, count: i32, coefficients: usize): void {
  const b0 = v128.load64_splat(coefficients, 32);
  const e0 = v128.load64_splat(coefficients, 120);
  const splitter = v128.load64_splat(splitterAt);
  for (let end = last + <usize>count * stateBytes; last < end; last += stateBytes) {
    const a = f64x2.sub(f64x2.mul(b0, v128.load(last)), v128.load(older));
    const b = f64x2.sub(f64x2.mul(b0, v128.load(last, 16)), v128.load(older, 16));
    const c = f64x2.sub(f64x2.mul(e0, v128.load(last, 32)), v128.load(older, 32));
    const d = f64x2.sub(f64x2.mul(e0, v128.load(last, 48)), v128.load(older, 48));
    v128.store(older, rounded(a, splitter));
    v128.store(older, rounded(b, splitter), 16);
    v128.store(older, rounded(c, splitter), 32);
    v128.store(older, rounded(d, splitter), 48);
    older += stateBytes;
  }
}

/** Adds the inputs, which makes outputs; those of oscillator 5 turn by the sign alone. */
function drive(above: usize, below: usize, outputs: usize, count: i32, coefficients: usize): void {
  const a0 = v128.load64_splat(coefficients, 0);
  const d0 = v128.load64_splat(coefficients, 88);
  const fifth = v128.load64_splat(coefficients, 176);
  const splitter = v128.load64_splat(splitterAt);
  for (let end = outputs + <usize>count * stateBytes; outputs < end; outputs += stateBytes) {
    const sum = f32x4.add(v128.load(above), v128.load(below));
    const low = lower(sum);
    const high = upper(sum);
    const a = f64x2.add(f64x2.mul(a0, low), v128.load(outputs));
    const b = f64x2.add(f64x2.mul(a0, high), v128.load(outputs, 16));
    const c = f64x2.add(f64x2.mul(d0, low), v128.load(outputs, 32));
    const d = f64x2.add(f64x2.mul(d0, high), v128.load(outputs, 48));
    const e = f64x2.sub(f64x2.mul(fifth, low), v128.load(outputs, 64));
    const f = f64x2.sub(f64x2.mul(fifth, high), v128.load(outputs, 80));
    v128.store(outputs, rounded(a, splitter));
    v128.store(outputs, rounded(b, splitter), 16);
    v128.store(outputs, rounded(c, splitter), 32);
    v128.store(outputs, rounded(d, splitter), 48);
    v128.store(outputs, rounded(e, splitter), 64);
    v128.store(outputs, rounded(f, splitter), 80);
    above += 16;
    below += 16;
  }
}

function addUp(outputs: usize, out: usize, count: i32): void {
  const splitter = v128.load64_splat(splitterAt);
  for (let end = outputs + <usize>count * stateBytes; outputs < end; outputs += stateBytes) {
    const low = f64x2.add(v128.load(outputs, 32), v128.load(outputs, 64));
    const high = f64x2.add(v128.load(outputs, 48), v128.load(outputs, 80));
    const sum = narrowed(
      f64x2.add(v128.load(outputs), rounded(low, splitter)),
      f64x2.add(v128.load(outputs, 16), rounded(high, splitter)),
    );
    v128.store(out, sum);
    out += 16;
  }
}
