// Linear RGB to XYB, the colour space of JPEG XL, in the positive variant of SSIMULACRA 2: X times 14
// plus 0.42, Y plus 0.01, and B - Y plus 0.55. Rounded as libjxl rounds where it has fused
// multiply-add; B only where asked.

import { lower, narrowed, rounded, splitterAt, upper, wide } from './fused';

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

/**
 * `vectors` times 4 pixels of three rows, `pitch` bytes apart, to rows x, y and b. `spare` takes three
 * rows.
 */
export function xybRow(
  rgb: usize,
  pitch: usize,
  vectors: i32,
  x: usize,
  y: usize,
  b: usize,
  exactB: bool,
  spare: usize,
): void {
  const bytes = (<usize>vectors) << 4;
  const green = rgb + pitch;
  const blue = green + pitch;
  // Loops of their own, each so short that several turns are at work at a time and all of its
  // constants stay at hand.
  const partly = spare;
  mixBlue(blue, bytes, partly);
  mixLong(rgb, green, bytes, partly, x, longGreenAt);
  mixLong(rgb, green, bytes, partly, y, mediumGreenAt);
  cubeRoots(x, bytes, spare);
  cubeRoots(y, bytes, spare);
  if (exactB) {
    mixShort(rgb, green, blue, bytes, b);
    cubeRoots(b, bytes, spare);
  } else {
    roughShort(rgb, green, blue, bytes, b);
    nearCubeRoots(b, bytes);
  }
  oppose(x, y, b, bytes);
}

// In memory, as engines put a constant vector together anew in every turn of a loop.
const constants: usize = memory.data<f32>([
  <f32>1 / <f32>3,
  <f32>4 / <f32>3,
  0.5,
  14,
  0.42,
  0.01,
  0.55,
  cubeRootOfBias,
  bias,
  shortBlue,
  shortGreen,
  shortRed,
]);
const guesses: usize = memory.data<i32>([0x002aaaaa, 0x54800000]);
const doubles: usize = memory.data<f64>([
  <f32>1 / <f32>3,
  cubeRootOfBias,
  bias,
  blueOfBoth,
  shortBlue,
  shortGreen,
  shortRed,
]);
const longGreenAt: usize = memory.data<f64>([longGreen, longRed]);
const mediumGreenAt: usize = memory.data<f64>([mediumGreen, mediumRed]);
/** Where vectors lie while they are widened: from memory that may take no shuffle. */
const between: usize = memory.data(48, 16);

/** What blue adds to the bias of the long and medium cones, in lanes of 64 bits. */
function mixBlue(blue: usize, bytes: usize, out: usize): void {
  const splitter = v128.load64_splat(splitterAt);
  const start = v128.load64_splat(doubles, 16);
  const weight = v128.load64_splat(doubles, 24);
  for (let end = blue + bytes; blue < end; blue += 16) {
    const sample = v128.load(blue);
    v128.store(out, rounded(f64x2.add(f64x2.mul(lower(sample), weight), start), splitter));
    v128.store(out, rounded(f64x2.add(f64x2.mul(upper(sample), weight), start), splitter), 16);
    out += 32;
  }
}

/** Response of the long or medium cones plus bias, by the weights of green and red. */
function mixLong(
  red: usize,
  green: usize,
  bytes: usize,
  partly: usize,
  out: usize,
  weights: usize,
): void {
  const splitter = v128.load64_splat(splitterAt);
  const greenWeight = v128.load64_splat(weights);
  const redWeight = v128.load64_splat(weights, 8);
  for (let end = green + bytes; green < end; green += 16) {
    const more = v128.load(green);
    const most = v128.load(red);
    const low = f64x2.add(f64x2.mul(lower(more), greenWeight), v128.load(partly));
    const high = f64x2.add(f64x2.mul(upper(more), greenWeight), v128.load(partly, 16));
    const sum = narrowed(
      f64x2.add(f64x2.mul(lower(most), redWeight), rounded(low, splitter)),
      f64x2.add(f64x2.mul(upper(most), redWeight), rounded(high, splitter)),
    );
    v128.store(out, sum);
    red += 16;
    partly += 32;
    out += 16;
  }
}

/** Response of the short cones plus bias. */
function mixShort(red: usize, green: usize, blue: usize, bytes: usize, out: usize): void {
  const splitter = v128.load64_splat(splitterAt);
  const start = v128.load64_splat(doubles, 16);
  const blueWeight = v128.load64_splat(doubles, 32);
  const greenWeight = v128.load64_splat(doubles, 40);
  const redWeight = v128.load64_splat(doubles, 48);
  for (let end = out + bytes; out < end; out += 16) {
    const least = v128.load(blue);
    const more = v128.load(green);
    const most = v128.load(red);
    let low = rounded(f64x2.add(f64x2.mul(lower(least), blueWeight), start), splitter);
    let high = rounded(f64x2.add(f64x2.mul(upper(least), blueWeight), start), splitter);
    low = rounded(f64x2.add(f64x2.mul(lower(more), greenWeight), low), splitter);
    high = rounded(f64x2.add(f64x2.mul(upper(more), greenWeight), high), splitter);
    const sum = narrowed(
      f64x2.add(f64x2.mul(lower(most), redWeight), low),
      f64x2.add(f64x2.mul(upper(most), redWeight), high),
    );
    v128.store(out, sum);
    red += 16;
    green += 16;
    blue += 16;
  }
}

/** The same without roundings like libjxl's. */
function roughShort(red: usize, green: usize, blue: usize, bytes: usize, out: usize): void {
  const start = v128.load32_splat(constants, 32);
  const blueWeight = v128.load32_splat(constants, 36);
  const greenWeight = v128.load32_splat(constants, 40);
  const redWeight = v128.load32_splat(constants, 44);
  for (let end = out + bytes; out < end; out += 16) {
    let sum = f32x4.add(start, f32x4.mul(v128.load(blue), blueWeight));
    sum = f32x4.add(sum, f32x4.mul(v128.load(green), greenWeight));
    v128.store(out, f32x4.add(sum, f32x4.mul(v128.load(red), redWeight)));
    red += 16;
    green += 16;
    blue += 16;
  }
}

/** Roots of the three responses to X, Y and B, in place. */
function oppose(x: usize, y: usize, b: usize, bytes: usize): void {
  const half = v128.load32_splat(constants, 8);
  const gain = v128.load32_splat(constants, 12);
  const offsetX = v128.load32_splat(constants, 16);
  const offsetY = v128.load32_splat(constants, 20);
  const offsetB = v128.load32_splat(constants, 24);
  for (let at: usize = 0; at < bytes; at += 16) {
    const long = v128.load(x + at);
    const medium = v128.load(y + at);
    const short = v128.load(b + at);
    const opponent = f32x4.mul(half, f32x4.sub(long, medium));
    const luma = f32x4.mul(half, f32x4.add(long, medium));
    v128.store(x + at, f32x4.add(f32x4.mul(opponent, gain), offsetX));
    v128.store(y + at, f32x4.add(luma, offsetY));
    v128.store(b + at, f32x4.add(f32x4.sub(short, luma), offsetB));
  }
}

/**
 * Cube roots less that of the bias, in place, by Newton's steps towards the inverse roots. `spare`
 * takes three rows.
 */
function cubeRoots(row: usize, bytes: usize, spare: usize): void {
  const thirds = spare;
  const roots = spare + 2 * bytes;
  guess(row, bytes, thirds, roots);
  for (let step = 0; step < 3; step++) improve(bytes, thirds, roots);
  improveLast(row, bytes, roots);
  cubeRootsFrom(row, bytes, roots);
}

/** Writes thirds of the row in 64 bits, and inverse roots by the exponent alone. */
function guess(row: usize, bytes: usize, thirds: usize, roots: usize): void {
  const third = v128.load32_splat(constants);
  const thirdOfExponent = v128.load32_splat(guesses);
  const exponent = v128.load32_splat(guesses, 4);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(row + at);
    const thirdOfX = f32x4.mul(x, third);
    v128.store(thirds, lower(thirdOfX));
    v128.store(thirds, upper(thirdOfX), 16);
    const root = i32x4.sub(exponent, i32x4.mul(i32x4.shr_s(x, 23), thirdOfExponent));
    v128.store(roots + at, root);
    thirds += 32;
  }
}

/** A step: 4/3 of the root less a third of x times its fourth power. */
function improve(bytes: usize, thirds: usize, roots: usize): void {
  const fourThirds = v128.load32_splat(constants, 4);
  for (let at: usize = 0; at < bytes; at += 16) {
    const root = v128.load(roots + at);
    v128.store(between, f32x4.mul(fourThirds, root));
    v128.store(between, fourthPower(root), 16);
    const better = narrowed(
      f64x2.sub(wide(between), f64x2.mul(v128.load(thirds), wide(between + 16))),
      f64x2.sub(wide(between + 8), f64x2.mul(v128.load(thirds, 16), wide(between + 24))),
    );
    v128.store(roots + at, better);
    thirds += 32;
  }
}

/** The last step, which takes the rest first. */
function improveLast(row: usize, bytes: usize, roots: usize): void {
  const third = v128.load64_splat(doubles);
  const splitter = v128.load64_splat(splitterAt);
  for (let at: usize = 0; at < bytes; at += 16) {
    const root = v128.load(roots + at);
    const fourth = fourthPower(root);
    const x = v128.load(row + at);
    const rootLow = lower(root);
    const rootHigh = upper(root);
    const restLow = rounded(f64x2.sub(rootLow, f64x2.mul(lower(x), lower(fourth))), splitter);
    const restHigh = rounded(f64x2.sub(rootHigh, f64x2.mul(upper(x), upper(fourth))), splitter);
    const better = narrowed(
      f64x2.add(rootLow, f64x2.mul(restLow, third)),
      f64x2.add(rootHigh, f64x2.mul(restHigh, third)),
    );
    v128.store(roots + at, better);
  }
}

/** The square of the inverse root times x, less the root of the bias. */
function cubeRootsFrom(row: usize, bytes: usize, roots: usize): void {
  const rootOfBias = v128.load64_splat(doubles, 8);
  for (let at: usize = 0; at < bytes; at += 16) {
    const root = v128.load(roots + at);
    const square = f32x4.mul(root, root);
    const x = v128.load(row + at);
    const result = narrowed(
      f64x2.sub(f64x2.mul(lower(square), lower(x)), rootOfBias),
      f64x2.sub(f64x2.mul(upper(square), upper(x)), rootOfBias),
    );
    v128.store(row + at, result);
  }
}

/** Cube roots to about 6 digits, less that of the bias, in place. */
function nearCubeRoots(row: usize, bytes: usize): void {
  const third = v128.load32_splat(constants);
  const fourThirds = v128.load32_splat(constants, 4);
  const rootOfBias = v128.load32_splat(constants, 28);
  const thirdOfExponent = v128.load32_splat(guesses);
  const exponent = v128.load32_splat(guesses, 4);
  for (let end = row + bytes; row < end; row += 16) {
    const x = v128.load(row);
    const thirdOfX = f32x4.mul(x, third);
    let root = i32x4.sub(exponent, i32x4.mul(i32x4.shr_s(x, 23), thirdOfExponent));
    root = f32x4.sub(f32x4.mul(fourThirds, root), f32x4.mul(thirdOfX, fourthPower(root)));
    root = f32x4.sub(f32x4.mul(fourThirds, root), f32x4.mul(thirdOfX, fourthPower(root)));
    root = f32x4.sub(f32x4.mul(fourThirds, root), f32x4.mul(thirdOfX, fourthPower(root)));
    root = f32x4.sub(f32x4.mul(fourThirds, root), f32x4.mul(thirdOfX, fourthPower(root)));
    v128.store(row, f32x4.sub(f32x4.mul(f32x4.mul(root, root), x), rootOfBias));
  }
}

function fourthPower(x: v128): v128 {
  const square = f32x4.mul(x, x);
  return f32x4.mul(square, square);
}
