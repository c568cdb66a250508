// Light to Butteraugli's X, Y and B: the response of the cones, each adapted to the light around.

import { heightOf, planeOf, rowAt, rowOf, widthOf } from './frame';

/** Bytes before a line's first sample. */
const margin: usize = 64;

/**
 * Planes of red, green and blue, in nits, become X, Y and B in place. The surroundings are a blur
 * of 5x5 taps, w0 in the middle, which repeats the picture mirrored beyond its edges.
 *
 * `scratch` takes 19 rows and two cache lines.
 */
export function adapt(image: usize, frame: usize, w0: f32, w1: f32, w2: f32, scratch: usize): void {
  const height = heightOf(frame);
  const row = rowOf(frame);
  const plane = planeOf(frame);
  const rings = scratch + row + 2 * margin;
  const around = rings + 15 * row;
  for (let i = 0; i < height + 2; i++) {
    if (i < height) {
      for (let c: usize = 0; c < 3; c++) {
        const line = mirrored(rowAt(image + c * plane, frame, i), widthOf(frame), scratch);
        blur(line - 8, line - 4, line, line + 4, line + 8, w0, w1, w2, slot(rings, c, i, row), row);
      }
    }
    const y = i - 2;
    if (y < 0) continue;
    for (let c: usize = 0; c < 3; c++) {
      blur(
        slot(rings, c, mirror(y - 2, height), row),
        slot(rings, c, mirror(y - 1, height), row),
        slot(rings, c, y, row),
        slot(rings, c, mirror(y + 1, height), row),
        slot(rings, c, mirror(y + 2, height), row),
        w0,
        w1,
        w2,
        around + c * row,
        row,
      );
    }
    const start = rowAt(image, frame, y);
    adaptRow(start, plane, around, row);
    const used: usize = 4 * widthOf(frame);
    // The filler at a row's end has to be the same in all pictures.
    for (let c: usize = 0; c < 3; c++) memory.fill(start + c * plane + used, 0, row - used);
  }
}

function mirror(y: i32, height: i32): i32 {
  return y < 0 ? -1 - y : y < height ? y : 2 * height - 1 - y;
}

function slot(rings: usize, c: usize, y: i32, row: usize): usize {
  return rings + (5 * c + <usize>(y % 5)) * row;
}

/** Copies a row to where two samples more can stand on either side. */
function mirrored(from: usize, width: i32, scratch: usize): usize {
  const line = scratch + margin;
  const end = line + 4 * width;
  memory.copy(line, from, 4 * width);
  store<f32>(line - 4, load<f32>(line));
  store<f32>(line - 8, load<f32>(line, 4));
  store<f32>(end, load<f32>(end - 4));
  store<f32>(end + 4, load<f32>(end - 8));
  return line;
}

function blur(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  w0: f32,
  w1: f32,
  w2: f32,
  out: usize,
  bytes: usize,
): void {
  const v0 = f32x4.splat(w0);
  const v1 = f32x4.splat(w1);
  const v2 = f32x4.splat(w2);
  let x: usize = 0;
  do {
    const inner = f32x4.add(v128.load(b + x), v128.load(d + x));
    const outer = f32x4.add(v128.load(a + x), v128.load(e + x));
    const sum = f32x4.add(f32x4.mul(v1, inner), f32x4.mul(v2, outer));
    v128.store(out + x, f32x4.add(f32x4.mul(v0, v128.load(c + x)), sum));
    x += 16;
  } while (x < bytes);
}

const mix0: f32 = 0.29956550340058319;
const mix1: f32 = 0.63373087833825936;
const mix2: f32 = 0.077705617820981968;
const mix3: f32 = 0.22158691104574774;
const mix4: f32 = 0.69391388044116142;
const mix5: f32 = 0.0987313588422;
const mix6: f32 = 0.02;
const mix7: f32 = 0.20480129041026129;
/** What the cones for long and middle waves answer in the dark. */
const dark: f32 = 1.7557483643287353;
const darkBlue: f32 = 12.226454707163354;

function adaptRow(image: usize, plane: usize, around: usize, row: usize): void {
  let at: usize = 0;
  do {
    const x = image + at;
    const y = x + plane;
    const b = y + plane;
    const red = v128.load(x);
    const green = v128.load(y);
    const blue = v128.load(b);
    const redAround = v128.load(around + at);
    const greenAround = v128.load(around + row + at);
    const blueAround = v128.load(around + 2 * row + at);
    const long = f32x4.mul(
      cone(red, green, blue, mix0, mix1, mix2, dark),
      sensitivity(cone(redAround, greenAround, blueAround, mix0, mix1, mix2, dark), dark),
    );
    const mid = f32x4.mul(
      cone(red, green, blue, mix3, mix4, mix5, dark),
      sensitivity(cone(redAround, greenAround, blueAround, mix3, mix4, mix5, dark), dark),
    );
    const short = f32x4.mul(
      cone(red, green, blue, mix6, mix6, mix7, darkBlue),
      sensitivity(cone(redAround, greenAround, blueAround, mix6, mix6, mix7, darkBlue), darkBlue),
    );
    const least = f32x4.splat(dark);
    const longLeast = f32x4.pmax(long, least);
    const midLeast = f32x4.pmax(mid, least);
    v128.store(x, f32x4.sub(longLeast, midLeast));
    v128.store(y, f32x4.add(longLeast, midLeast));
    v128.store(b, f32x4.pmax(short, f32x4.splat(darkBlue)));
    at += 16;
  } while (at < row);
}

function cone(red: v128, green: v128, blue: v128, r: f32, g: f32, b: f32, constant: f32): v128 {
  const rest = f32x4.add(f32x4.mul(f32x4.splat(b), blue), f32x4.splat(constant));
  return f32x4.add(
    f32x4.mul(f32x4.splat(r), red),
    f32x4.add(f32x4.mul(f32x4.splat(g), green), rest),
  );
}

/**
 * response(v) / v, where response(v) = 19.245… ln(v + 9.971…) - 23.160… The base-2 logarithm is an
 * exponent plus a ratio p / q of polynomials (error 4e-6), brought under one division.
 */
function sensitivity(light: v128, least: f32): v128 {
  const v = f32x4.pmax(light, f32x4.splat(least));
  const bits = f32x4.add(v, f32x4.splat(9.9710635769299145));
  const power = i32x4.shr_s(i32x4.sub(bits, i32x4.splat(0x3f2aaaab)), 23);
  const mantissa = i32x4.sub(bits, i32x4.shl(power, 23));
  const m = f32x4.sub(mantissa, f32x4.splat(1));
  const exponent = f32x4.convert_i32x4_s(power);
  const p = quadratic(m, 7.4245873327820566e-1, 1.4287160470083755, -1.850383340051831e-6);
  const q = quadratic(m, 1.7409343003366853e-1, 1.0096718572241148, 9.9032814277590719e-1);
  const log = f32x4.add(p, f32x4.mul(exponent, q));
  const response = f32x4.add(
    f32x4.mul(f32x4.splat(<f32>(19.245013259874995 * Math.LN2)), log),
    f32x4.mul(f32x4.splat(-23.16046239805755), q),
  );
  return f32x4.div(response, f32x4.mul(q, v));
}

function quadratic(x: v128, a: f32, b: f32, c: f32): v128 {
  const linear = f32x4.add(f32x4.mul(f32x4.splat(a), x), f32x4.splat(b));
  return f32x4.add(f32x4.mul(linear, x), f32x4.splat(c));
}
