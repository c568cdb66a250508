// Linear RGB to XYB, the colour space of JPEG XL, in the positive variant of SSIMULACRA2: X times 14
// plus 0.42, Y plus 0.01, and B - Y plus 0.55. Rounded as libjxl rounds where it has fused
// multiply-adds.

import { lower, narrowed, rounded, upper } from './fused';

const bias: f32 = 0.0037930732552754493;
const cubeRootOfBias: f32 = 0.15595419704914093;

// Cone responses of red, green and blue; each set sums to 1 as 32-bit numbers add up.
const longBlue: f32 = 0.078;
const longRed: f32 = 0.3;
const longGreen: f32 = <f32>(<f32>1 - longBlue) - longRed;
const mediumRed: f32 = 0.23;
const mediumGreen: f32 = <f32>(<f32>1 - longBlue) - mediumRed;
const shortRed: f32 = 0.24342268924547819;
const shortGreen: f32 = 0.20476744424496821;
const shortBlue: f32 = <f32>(<f32>1 - shortRed) - shortGreen;

/** `vectors` times 4 pixels of three rows, `pitch` bytes apart, to rows x, y and b. */
export function xybRow(rgb: usize, pitch: usize, vectors: i32, x: usize, y: usize, b: usize): void {
  const half = f32x4.splat(0.5);
  for (let end = rgb + ((<usize>vectors) << 4); rgb < end; rgb += 16) {
    const red = v128.load(rgb);
    const green = v128.load(rgb + pitch);
    const blue = v128.load(rgb + 2 * pitch);
    const long = coneResponse(red, green, blue, longRed, longGreen, longBlue);
    const medium = coneResponse(red, green, blue, mediumRed, mediumGreen, longBlue);
    const short = coneResponse(red, green, blue, shortRed, shortGreen, shortBlue);
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

/** Cube root of the response plus bias, less that of the bias. */
function coneResponse(r: v128, g: v128, b: v128, ofR: f32, ofG: f32, ofB: f32): v128 {
  const low = mixed(lower(r), lower(g), lower(b), ofR, ofG, ofB);
  const high = mixed(upper(r), upper(g), upper(b), ofR, ofG, ofB);
  return cubeRoot(low, high);
}

function mixed(r: v128, g: v128, b: v128, ofR: f32, ofG: f32, ofB: f32): v128 {
  let sum = f64x2.add(f64x2.mul(b, f64x2.splat(ofB)), f64x2.splat(bias));
  sum = f64x2.add(f64x2.mul(g, f64x2.splat(ofG)), rounded(sum));
  return rounded(f64x2.add(f64x2.mul(r, f64x2.splat(ofR)), rounded(sum)));
}

/** Newton's steps towards the inverse cube root from a guess by the exponent. */
function cubeRoot(low: v128, high: v128): v128 {
  const x = narrowed(low, high);
  const third = f32x4.splat(<f32>1 / <f32>3);
  const fourThirds = f32x4.splat(<f32>4 / <f32>3);
  const thirdOfX = f32x4.mul(x, third);
  const exponent = i32x4.shr_s(x, 23);
  let root = i32x4.sub(i32x4.splat(0x54800000), i32x4.mul(exponent, i32x4.splat(0x002aaaaa)));
  for (let step = 0; step < 3; step++) {
    const square = f32x4.mul(root, root);
    root = lessProduct(f32x4.mul(fourThirds, root), thirdOfX, f32x4.mul(square, square));
  }
  let square = f32x4.mul(root, root);
  const fourth = f32x4.mul(square, square);
  const restLow = rounded(f64x2.sub(lower(root), f64x2.mul(low, lower(fourth))));
  const restHigh = rounded(f64x2.sub(upper(root), f64x2.mul(high, upper(fourth))));
  const thirds = f64x2.splat(<f32>1 / <f32>3);
  root = narrowed(
    f64x2.add(f64x2.mul(thirds, restLow), lower(root)),
    f64x2.add(f64x2.mul(thirds, restHigh), upper(root)),
  );
  square = f32x4.mul(root, root);
  return narrowed(
    f64x2.sub(f64x2.mul(lower(square), low), f64x2.splat(cubeRootOfBias)),
    f64x2.sub(f64x2.mul(upper(square), high), f64x2.splat(cubeRootOfBias)),
  );
}

/** c - a b in one rounding. */
function lessProduct(c: v128, a: v128, b: v128): v128 {
  return narrowed(
    f64x2.sub(lower(c), f64x2.mul(lower(a), lower(b))),
    f64x2.sub(upper(c), f64x2.mul(upper(a), upper(b))),
  );
}
