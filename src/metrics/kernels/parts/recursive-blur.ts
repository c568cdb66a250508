// Recursive Gaussian of truncated cosines (Charalampidis 2016, doi:10.1109/TSP.2016.2549985), radius
// 5, with zeros around the picture. Each output is the sum of three oscillators k = 1, 3, 5, which
// never lose their energy: a rounding error swings on to the end of the row, and weighs in scores near
// 100. So the sums are those of libjxl to the bit, four outputs at a time along a row included.
//
// Along rows here, across them in recursive-blur-across.ts.
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

import { narrowed, rounded, splitterAt, wide } from './fused';

/** Rows that a row's blur looks above and below, plus one: where the recursion takes inputs. */
export const ahead = 4;
export const behind = 6;

/** Floats of zero that must stand before and after a row. */
export const margin = 16;

/** Where vectors lie while they are widened. */
const between: usize = memory.data(64, 16);

// What `blurAlong` works with, as vectors of four rows: four inputs, then for each oscillator the last
// four outputs, then the coefficients of 32 bits by which inputs are multiplied first.
const inputs: usize = memory.data(416, 16);
const ones = inputs + 64;
const threes = ones + 64;
const fives = threes + 64;
const narrow = fives + 64;
const narrowFifth = narrow + 128;

/**
 * Blurs four rows of `width` floats along themselves, in step, one row a lane. Outputs may run a
 * vector beyond the width.
 */
export function blurAlong(
  in0: usize,
  in1: usize,
  in2: usize,
  in3: usize,
  out: usize,
  pitch: usize,
  width: i32,
  coefficients: usize,
): void {
  memory.fill(ones, 0, 3 * 64);
  for (let i: usize = 0; i < 4; i++) {
    v128.store(narrow + 16 * i, f32x4.splat(<f32>load<f64>(coefficients + 8 * i)));
    v128.store(narrow + 16 * i, f32x4.splat(<f32>load<f64>(coefficients + 8 * i, 88)), 64);
  }
  v128.store(narrowFifth, f32x4.splat(<f32>load<f64>(coefficients, 176)));

  const groupsFrom = min(8, width);
  for (let n = -ahead; n < width; ) {
    const left = (n - behind) << 2;
    const right = (n + ahead) << 2;
    if (n < groupsFrom || n >= width - 7) {
      let sum = f32x4.splat(load<f32>(in0 + left) + load<f32>(in0 + right));
      sum = f32x4.replace_lane(sum, 1, load<f32>(in1 + left) + load<f32>(in1 + right));
      sum = f32x4.replace_lane(sum, 2, load<f32>(in2 + left) + load<f32>(in2 + right));
      sum = f32x4.replace_lane(sum, 3, load<f32>(in3 + left) + load<f32>(in3 + right));
      const result = next(sum, coefficients);
      if (n >= 0) {
        const to = out + (n << 2);
        store<f32>(to, f32x4.extract_lane(result, 0));
        store<f32>(to + pitch, f32x4.extract_lane(result, 1));
        store<f32>(to + 2 * pitch, f32x4.extract_lane(result, 2));
        store<f32>(to + 3 * pitch, f32x4.extract_lane(result, 3));
      }
      n++;
      continue;
    }
    const sum0 = f32x4.add(v128.load(in0 + left), v128.load(in0 + right));
    const sum1 = f32x4.add(v128.load(in1 + left), v128.load(in1 + right));
    const sum2 = f32x4.add(v128.load(in2 + left), v128.load(in2 + right));
    const sum3 = f32x4.add(v128.load(in3 + left), v128.load(in3 + right));
    const upperFirst = i32x4.shuffle(sum0, sum1, 0, 4, 1, 5);
    const upperLast = i32x4.shuffle(sum0, sum1, 2, 6, 3, 7);
    const lowerFirst = i32x4.shuffle(sum2, sum3, 0, 4, 1, 5);
    const lowerLast = i32x4.shuffle(sum2, sum3, 2, 6, 3, 7);
    v128.store(inputs, i64x2.shuffle(upperFirst, lowerFirst, 0, 2));
    v128.store(inputs, i64x2.shuffle(upperFirst, lowerFirst, 1, 3), 16);
    v128.store(inputs, i64x2.shuffle(upperLast, lowerLast, 0, 2), 32);
    v128.store(inputs, i64x2.shuffle(upperLast, lowerLast, 1, 3), 48);
    nextFour(coefficients, narrow, ones);
    nextFour(coefficients + 88, narrow + 64, threes);
    nextFourOfFifth(coefficients);
    const out0 = outputOf(0);
    const out1 = outputOf(16);
    const out2 = outputOf(32);
    const out3 = outputOf(48);
    const firstUpper = i32x4.shuffle(out0, out1, 0, 4, 1, 5);
    const firstLower = i32x4.shuffle(out0, out1, 2, 6, 3, 7);
    const lastUpper = i32x4.shuffle(out2, out3, 0, 4, 1, 5);
    const lastLower = i32x4.shuffle(out2, out3, 2, 6, 3, 7);
    const to = out + (n << 2);
    v128.store(to, i64x2.shuffle(firstUpper, lastUpper, 0, 2));
    v128.store(to + pitch, i64x2.shuffle(firstUpper, lastUpper, 1, 3));
    v128.store(to + 2 * pitch, i64x2.shuffle(firstLower, lastLower, 0, 2));
    v128.store(to + 3 * pitch, i64x2.shuffle(firstLower, lastLower, 1, 3));
    n += 4;
  }
}

function outputOf(at: usize): v128 {
  return f32x4.add(v128.load(ones + at), f32x4.add(v128.load(threes + at), v128.load(fives + at)));
}

/** The next output of each row from its sum of inputs. */
function next(sum: v128, coefficients: usize): v128 {
  const one = nextOf(sum, coefficients, narrow, ones);
  const three = nextOf(sum, coefficients + 88, narrow + 64, threes);
  const five = f32x4.sub(f32x4.mul(sum, v128.load(narrowFifth)), v128.load(fives, 32));
  v128.store(fives, v128.load(fives, 48), 32);
  v128.store(fives, five, 48);
  return f32x4.add(one, f32x4.add(three, five));
}

function nextOf(sum: v128, coefficients: usize, narrow: usize, outputs: usize): v128 {
  const turn = v128.load64_splat(coefficients, 32);
  v128.store(between, f32x4.sub(f32x4.mul(sum, v128.load(narrow)), v128.load(outputs, 32)));
  const output = narrowed(
    f64x2.add(f64x2.mul(turn, wide(outputs + 48)), wide(between)),
    f64x2.add(f64x2.mul(turn, wide(outputs + 56)), wide(between + 8)),
  );
  v128.store(outputs, v128.load(outputs, 48), 32);
  v128.store(outputs, output, 48);
  return output;
}

/**
 * Four more outputs of oscillator 1 or 3, whose coefficients are given. What starts a sum is of 32
 * bits all through; then each product is added in one rounding: first of rows 0 and 1, then 2 and 3.
 */
function nextFour(coefficients: usize, narrow: usize, outputs: usize): void {
  const input = v128.load(inputs);
  const before = f32x4.mul(input, v128.load(narrow));
  v128.store(between, f32x4.sub(before, v128.load(outputs, 32)));
  v128.store(between, f32x4.mul(input, v128.load(narrow, 16)), 16);
  v128.store(between, f32x4.mul(input, v128.load(narrow, 32)), 32);
  v128.store(between, f32x4.mul(input, v128.load(narrow, 48)), 48);
  const splitter = v128.load64_splat(splitterAt);

  let c = v128.load64_splat(coefficients);
  let low = wide(inputs + 16);
  let high = wide(inputs + 24);
  let low1 = rounded(f64x2.add(wide(between + 16), f64x2.mul(low, c)), splitter);
  let high1 = rounded(f64x2.add(wide(between + 24), f64x2.mul(high, c)), splitter);
  c = v128.load64_splat(coefficients, 8);
  let low2 = rounded(f64x2.add(wide(between + 32), f64x2.mul(low, c)), splitter);
  let high2 = rounded(f64x2.add(wide(between + 40), f64x2.mul(high, c)), splitter);
  c = v128.load64_splat(coefficients, 16);
  let low3 = rounded(f64x2.add(wide(between + 48), f64x2.mul(low, c)), splitter);
  let high3 = rounded(f64x2.add(wide(between + 56), f64x2.mul(high, c)), splitter);
  low = wide(inputs + 32);
  high = wide(inputs + 40);
  c = v128.load64_splat(coefficients);
  low2 = rounded(f64x2.add(low2, f64x2.mul(low, c)), splitter);
  high2 = rounded(f64x2.add(high2, f64x2.mul(high, c)), splitter);
  c = v128.load64_splat(coefficients, 8);
  low3 = rounded(f64x2.add(low3, f64x2.mul(low, c)), splitter);
  high3 = rounded(f64x2.add(high3, f64x2.mul(high, c)), splitter);
  c = v128.load64_splat(coefficients);
  low3 = rounded(f64x2.add(low3, f64x2.mul(wide(inputs + 48), c)), splitter);
  high3 = rounded(f64x2.add(high3, f64x2.mul(wide(inputs + 56), c)), splitter);

  low = wide(outputs + 32);
  high = wide(outputs + 40);
  c = v128.load64_splat(coefficients, 64);
  low1 = rounded(f64x2.add(low1, f64x2.mul(low, c)), splitter);
  high1 = rounded(f64x2.add(high1, f64x2.mul(high, c)), splitter);
  c = v128.load64_splat(coefficients, 72);
  low2 = rounded(f64x2.add(low2, f64x2.mul(low, c)), splitter);
  high2 = rounded(f64x2.add(high2, f64x2.mul(high, c)), splitter);
  c = v128.load64_splat(coefficients, 80);
  low3 = rounded(f64x2.add(low3, f64x2.mul(low, c)), splitter);
  high3 = rounded(f64x2.add(high3, f64x2.mul(high, c)), splitter);

  low = wide(outputs + 48);
  high = wide(outputs + 56);
  c = v128.load64_splat(coefficients, 32);
  const low0 = f64x2.add(wide(between), f64x2.mul(low, c));
  const high0 = f64x2.add(wide(between + 8), f64x2.mul(high, c));
  v128.store(outputs, narrowed(low0, high0));
  c = v128.load64_splat(coefficients, 40);
  low1 = f64x2.add(low1, f64x2.mul(low, c));
  high1 = f64x2.add(high1, f64x2.mul(high, c));
  v128.store(outputs, narrowed(low1, high1), 16);
  c = v128.load64_splat(coefficients, 48);
  low2 = f64x2.add(low2, f64x2.mul(low, c));
  high2 = f64x2.add(high2, f64x2.mul(high, c));
  v128.store(outputs, narrowed(low2, high2), 32);
  c = v128.load64_splat(coefficients, 56);
  low3 = f64x2.add(low3, f64x2.mul(low, c));
  high3 = f64x2.add(high3, f64x2.mul(high, c));
  v128.store(outputs, narrowed(low3, high3), 48);
}

/** The same of oscillator 5: two outputs from the two before them, and two from these. */
function nextFourOfFifth(coefficients: usize): void {
  const fifth = v128.load64_splat(coefficients, 176);
  const q = v128.load(fives, 32);
  const p = v128.load(fives, 48);
  const first = f32x4.mul(v128.load(inputs), v128.load(narrowFifth));
  const second = f32x4.mul(v128.load(inputs, 16), v128.load(narrowFifth));
  v128.store(between, first);
  v128.store(between, second, 16);
  const third = narrowed(
    f64x2.sub(f64x2.mul(wide(inputs + 32), fifth), wide(between)),
    f64x2.sub(f64x2.mul(wide(inputs + 40), fifth), wide(between + 8)),
  );
  const fourth = narrowed(
    f64x2.sub(f64x2.mul(wide(inputs + 48), fifth), wide(between + 16)),
    f64x2.sub(f64x2.mul(wide(inputs + 56), fifth), wide(between + 24)),
  );
  v128.store(fives, f32x4.sub(first, q));
  v128.store(fives, f32x4.sub(second, p), 16);
  v128.store(fives, f32x4.add(third, q), 32);
  v128.store(fives, f32x4.add(fourth, p), 48);
}
