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
  const half = f32x4.splat(0.5);
  for (let end = rgb + ((<usize>vectors) << 4); rgb < end; rgb += 16) {
    const red = v128.load(rgb);
    const green = v128.load(rgb + pitch);
    const blue = v128.load(rgb + 2 * pitch);
    const redLow = lower(red);
    const redHigh = upper(red);
    const greenLow = lower(green);
    const greenHigh = upper(green);
    const blueLow = lower(blue);
    const blueHigh = upper(blue);
    const low = plus(f64x2.splat(bias), blueLow, blueOfBoth);
    const high = plus(f64x2.splat(bias), blueHigh, blueOfBoth);
    const long = cubeRoot(
      plus(plus(low, greenLow, longGreen), redLow, longRed),
      plus(plus(high, greenHigh, longGreen), redHigh, longRed),
    );
    const medium = cubeRoot(
      plus(plus(low, greenLow, mediumGreen), redLow, mediumRed),
      plus(plus(high, greenHigh, mediumGreen), redHigh, mediumRed),
    );
    let short: v128;
    if (exactB) {
      const blueAndBias = plus(f64x2.splat(bias), blueLow, shortBlue);
      const blueAndBiasHigh = plus(f64x2.splat(bias), blueHigh, shortBlue);
      short = cubeRoot(
        plus(plus(blueAndBias, greenLow, shortGreen), redLow, shortRed),
        plus(plus(blueAndBiasHigh, greenHigh, shortGreen), redHigh, shortRed),
      );
    } else {
      let sum = f32x4.add(f32x4.splat(bias), f32x4.mul(blue, f32x4.splat(shortBlue)));
      sum = f32x4.add(sum, f32x4.mul(green, f32x4.splat(shortGreen)));
      short = nearCubeRoot(f32x4.add(sum, f32x4.mul(red, f32x4.splat(shortRed))));
    }
    const opponent = f32x4.mul(half, f32x4.sub(long, medium));
    const luma = f32x4.mul(half, f32x4.add(long, medium));
    v128.store(x, f32x4.add(f32x4.mul(opponent, f32x4.splat(14)), f32x4.splat(0.42)));
    v128.store(y, f32x4.add(luma, f32x4.splat(0.01)));
    v128.store(b, f32x4.add(f32x4.sub(short, luma), f32x4.splat(0.55)));
    x += 16;
    y += 16;
    b += 16;
  }
}

/** sum + a weight in one rounding to 32 bits, in lanes of 64. */
function plus(sum: v128, a: v128, weight: f32): v128 {
  return rounded(f64x2.add(f64x2.mul(a, f64x2.splat(weight)), sum));
}

/** Cube root less that of the bias, by Newton's steps towards the inverse root. */
function cubeRoot(low: v128, high: v128): v128 {
  const x = narrowed(low, high);
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
