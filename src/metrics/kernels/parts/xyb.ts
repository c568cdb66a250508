// Linear RGB to XYB, the colour space of JPEG XL, in the positive variant of SSIMULACRA 2: X times 14
// plus 0.42, Y plus 0.01, and B - Y plus 0.55. Rounded as libjxl rounds where it has fused
// multiply-add; B only where asked.

import { lower, narrowed, rounded, upper } from './fused';

const bias: f32 = 0.0037930732552754493;
const cubeRootOfBias: f32 = 0.15595419704914093;

// Cone responses to red, green and blue; each set sums to 1 as 32-bit numbers add up.
const longRed: f32 = 0.3;
const mediumRed: f32 = 0.23;
const shortRed: f32 = 0.24342268924547819;
const shortGreen: f32 = 0.20476744424496821;
const blueOfBoth: f32 = 0.078;
const longGreen: f32 = <f32>(<f32>1 - blueOfBoth) - longRed;
const mediumGreen: f32 = <f32>(<f32>1 - blueOfBoth) - mediumRed;
const shortBlue: f32 = <f32>(<f32>1 - shortRed) - shortGreen;

/** `vectors` times 4 pixels of three rows, `pitch` bytes apart, to rows x, y and b. */
export function xybRow(
  rgb: usize,
  pitch: usize,
  vectors: i32,
  x: usize,
  y: usize,
  b: usize,
  exactB: bool,
): void {
  const bytes = (<usize>vectors) << 4;
  mixRow(rgb, pitch, bytes, x, y, b, exactB);
  // Loops of their own, so that all of their constants stay at hand.
  cubeRoots(x, bytes);
  cubeRoots(y, bytes);
  if (exactB) cubeRoots(b, bytes);
  for (let at: usize = 0; at < bytes; at += 16) {
    const long = v128.load(x + at);
    const medium = v128.load(y + at);
    const opponent = f32x4.mul(f32x4.splat(0.5), f32x4.sub(long, medium));
    const luma = f32x4.mul(f32x4.splat(0.5), f32x4.add(long, medium));
    v128.store(x + at, f32x4.add(f32x4.mul(opponent, f32x4.splat(14)), f32x4.splat(0.42)));
    v128.store(y + at, f32x4.add(luma, f32x4.splat(0.01)));
    v128.store(b + at, f32x4.add(f32x4.sub(v128.load(b + at), luma), f32x4.splat(0.55)));
  }
}

/** Cone responses plus bias; those of the short cones with their root, where it may be rough. */
function mixRow(
  rgb: usize,
  pitch: usize,
  bytes: usize,
  long: usize,
  medium: usize,
  short: usize,
  exactB: bool,
): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const red = v128.load(rgb + at);
    const green = v128.load(rgb + pitch + at);
    const blue = v128.load(rgb + 2 * pitch + at);
    const redLow = lower(red);
    const redHigh = upper(red);
    const greenLow = lower(green);
    const greenHigh = upper(green);
    let low = lower(blue);
    let high = upper(blue);
    if (exactB) {
      const lowest = plus(plus(f64x2.splat(bias), low, shortBlue), greenLow, shortGreen);
      const highest = plus(plus(f64x2.splat(bias), high, shortBlue), greenHigh, shortGreen);
      v128.store(short + at, summed(lowest, highest, redLow, redHigh, shortRed));
    } else {
      let sum = f32x4.add(f32x4.splat(bias), f32x4.mul(blue, f32x4.splat(shortBlue)));
      sum = f32x4.add(sum, f32x4.mul(green, f32x4.splat(shortGreen)));
      sum = f32x4.add(sum, f32x4.mul(red, f32x4.splat(shortRed)));
      v128.store(short + at, nearCubeRoot(sum));
    }
    low = plus(f64x2.splat(bias), low, blueOfBoth);
    high = plus(f64x2.splat(bias), high, blueOfBoth);
    const longLow = plus(low, greenLow, longGreen);
    const longHigh = plus(high, greenHigh, longGreen);
    v128.store(long + at, summed(longLow, longHigh, redLow, redHigh, longRed));
    const mediumLow = plus(low, greenLow, mediumGreen);
    const mediumHigh = plus(high, greenHigh, mediumGreen);
    v128.store(medium + at, summed(mediumLow, mediumHigh, redLow, redHigh, mediumRed));
  }
}

function summed(low: v128, high: v128, redLow: v128, redHigh: v128, weight: f32): v128 {
  return narrowed(
    f64x2.add(f64x2.mul(redLow, f64x2.splat(weight)), low),
    f64x2.add(f64x2.mul(redHigh, f64x2.splat(weight)), high),
  );
}

/** sum + a weight in one rounding to 32 bits, in lanes of 64. */
function plus(sum: v128, a: v128, weight: f32): v128 {
  return rounded(f64x2.add(f64x2.mul(a, f64x2.splat(weight)), sum));
}

/** Cube roots less that of the bias, in place, by Newton's steps towards the inverse roots. */
function cubeRoots(row: usize, bytes: usize): void {
  for (let end = row + bytes; row < end; row += 16) v128.store(row, cubeRoot(v128.load(row)));
}

function cubeRoot(x: v128): v128 {
  const low = lower(x);
  const high = upper(x);
  const third = f32x4.mul(x, f32x4.splat(<f32>1 / <f32>3));
  const thirdLow = lower(third);
  const thirdHigh = upper(third);
  let root = guess(x);
  for (let step = 0; step < 3; step++) {
    const more = f32x4.mul(f32x4.splat(<f32>4 / <f32>3), root);
    const less = fourthPower(root);
    root = narrowed(
      f64x2.sub(lower(more), f64x2.mul(thirdLow, lower(less))),
      f64x2.sub(upper(more), f64x2.mul(thirdHigh, upper(less))),
    );
  }
  const fourth = fourthPower(root);
  const rootLow = lower(root);
  const rootHigh = upper(root);
  const restLow = rounded(f64x2.sub(rootLow, f64x2.mul(low, lower(fourth))));
  const restHigh = rounded(f64x2.sub(rootHigh, f64x2.mul(high, upper(fourth))));
  root = narrowed(
    f64x2.add(rootLow, f64x2.mul(restLow, f64x2.splat(<f32>1 / <f32>3))),
    f64x2.add(rootHigh, f64x2.mul(restHigh, f64x2.splat(<f32>1 / <f32>3))),
  );
  const square = f32x4.mul(root, root);
  return narrowed(
    f64x2.sub(f64x2.mul(lower(square), low), f64x2.splat(cubeRootOfBias)),
    f64x2.sub(f64x2.mul(upper(square), high), f64x2.splat(cubeRootOfBias)),
  );
}

/** The same to about 6 digits. */
function nearCubeRoot(x: v128): v128 {
  const third = f32x4.mul(x, f32x4.splat(<f32>1 / <f32>3));
  let root = guess(x);
  for (let step = 0; step < 4; step++) {
    const more = f32x4.mul(f32x4.splat(<f32>4 / <f32>3), root);
    root = f32x4.sub(more, f32x4.mul(third, fourthPower(root)));
  }
  return f32x4.sub(f32x4.mul(f32x4.mul(root, root), x), f32x4.splat(cubeRootOfBias));
}

/** Inverse cube root by the exponent alone. */
function guess(x: v128): v128 {
  const thirds = i32x4.mul(i32x4.shr_s(x, 23), i32x4.splat(0x002aaaaa));
  return i32x4.sub(i32x4.splat(0x54800000), thirds);
}

function fourthPower(x: v128): v128 {
  const square = f32x4.mul(x, x);
  return f32x4.mul(square, square);
}
