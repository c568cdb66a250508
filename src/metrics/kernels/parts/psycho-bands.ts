// X, Y and B apart into bands of frequency, and how busy the picture is around each pixel.

import { heightOf, planeAt, rowAt, rowOf } from './frame';
import { activity, b, high, highest, low, middle, x, y } from './psycho-planes';
import { beginRows, feedRows, radiusOf, takeRows, together } from './row-blur';

/**
 * X, Y and B in the middle planes become all the other planes but the mask. Of the four blurs, which
 * lie one after another, three take out the low, middle and high frequencies and the last one
 * spreads the activity. `lines` takes four rows.
 */
export function separate(
  image: usize,
  frame: usize,
  blurs: usize,
  blurBytes: usize,
  scratch: usize,
  lines: usize,
): void {
  const lowBlur = blurs;
  const middleBlur = blurs + blurBytes;
  const highBlur = blurs + 2 * blurBytes;
  const activityBlur = blurs + 3 * blurBytes;
  for (let c: u32 = 0; c < 3; c++) splitLow(image, frame, c, lowBlur, scratch);
  splitMiddle(image, frame, y, middleBlur, scratch, lines);
  splitMiddle(image, frame, x, middleBlur, scratch, lines);
  smooth(planeAt(image, frame, middle + b), frame, middleBlur, scratch);
  splitHigh(image, frame, y, highBlur, scratch, lines);
  splitHigh(image, frame, x, highBlur, scratch, lines);
  smooth(planeAt(image, frame, activity), frame, activityBlur, scratch);
}

/** Feeds what of a plane the blur takes to give the rows from `y` on. */
function feed(plane: usize, frame: usize, blur: usize, scratch: usize, y: i32): void {
  const end = y + together + radiusOf(blur);
  for (let i = y === 0 ? 0 : end - together; i < end; i += together) {
    feedRows(blur, frame, scratch, i, min(together, end - i), rowAt(plane, frame, i));
  }
}

function countFrom(y: i32, frame: usize): i32 {
  return min(together, heightOf(frame) - y);
}

/** Blurs a plane in place. */
function smooth(plane: usize, frame: usize, blur: usize, scratch: usize): void {
  beginRows(blur, frame, scratch);
  for (let at = 0; at < heightOf(frame); at += together) {
    feed(plane, frame, blur, scratch, at);
    takeRows(blur, frame, scratch, at, countFrom(at, frame), rowAt(plane, frame, at));
  }
}

function splitLow(image: usize, frame: usize, c: u32, blur: usize, scratch: usize): void {
  const row = rowOf(frame);
  const from = planeAt(image, frame, middle + c);
  const lows = planeAt(image, frame, low + c);
  beginRows(blur, frame, scratch);
  for (let at = 0; at < heightOf(frame); at += together) {
    feed(from, frame, blur, scratch, at);
    const count = countFrom(at, frame);
    takeRows(blur, frame, scratch, at, count, rowAt(lows, frame, at));
    const start = rowAt(from, frame, at);
    const end = start + <usize>count * row;
    for (let p = start, q = rowAt(lows, frame, at); p < end; p += 16, q += 16) {
      v128.store(p, f32x4.sub(v128.load(p), v128.load(q)));
    }
  }
}

function splitMiddle(
  image: usize,
  frame: usize,
  c: u32,
  blur: usize,
  scratch: usize,
  lines: usize,
): void {
  const middles = planeAt(image, frame, middle + c);
  const highs = planeAt(image, frame, high + c);
  const luma = planeAt(image, frame, high + y);
  beginRows(blur, frame, scratch);
  for (let i = 0; i < heightOf(frame); i += together) {
    feed(middles, frame, blur, scratch, i);
    const count = countFrom(i, frame);
    takeRows(blur, frame, scratch, i, count, lines);
    const at = rowAt(0, frame, i);
    const bytes = <usize>count * rowOf(frame);
    if (c === y) middleOfY(middles + at, lines, highs + at, bytes);
    else middleOfX(middles + at, lines, highs + at, luma + at, bytes);
  }
}

function middleOfY(middles: usize, line: usize, highs: usize, bytes: usize): void {
  let at: usize = 0;
  do {
    const blurred = v128.load(line + at);
    v128.store(highs + at, f32x4.sub(v128.load(middles + at), blurred));
    v128.store(middles + at, amplifyRange(blurred, 0.1));
    at += 16;
  } while (at < bytes);
}

/** As for Y, but for the range; and red against green counts less where Y changes. */
function middleOfX(middles: usize, line: usize, highs: usize, luma: usize, bytes: usize): void {
  const suppress = f32x4.splat(46);
  const least: f32 = 0.653020556257;
  let at: usize = 0;
  do {
    const blurred = v128.load(line + at);
    const v = f32x4.sub(v128.load(middles + at), blurred);
    const h = v128.load(luma + at);
    const share = f32x4.div(suppress, f32x4.add(f32x4.mul(h, h), suppress));
    const factor = f32x4.add(f32x4.mul(share, f32x4.splat(1 - least)), f32x4.splat(least));
    v128.store(highs + at, f32x4.mul(factor, v));
    v128.store(middles + at, removeRange(blurred, 0.29));
    at += 16;
  } while (at < bytes);
}

function splitHigh(
  image: usize,
  frame: usize,
  c: u32,
  blur: usize,
  scratch: usize,
  lines: usize,
): void {
  const highs = planeAt(image, frame, high + c);
  const highests = planeAt(image, frame, highest + c);
  beginRows(blur, frame, scratch);
  for (let i = 0; i < heightOf(frame); i += together) {
    feed(highs, frame, blur, scratch, i);
    const count = countFrom(i, frame);
    takeRows(blur, frame, scratch, i, count, lines);
    const at = rowAt(0, frame, i);
    const bytes = <usize>count * rowOf(frame);
    if (c === y) {
      highOfY(highs + at, lines, highests + at, bytes);
    } else {
      highOfX(highs + at, lines, highests + at, bytes);
      activityOf(image, frame, at, bytes);
    }
  }
}

function highOfY(highs: usize, line: usize, highests: usize, bytes: usize): void {
  let at: usize = 0;
  do {
    const blurred = compress(v128.load(line + at), 28.4691806922);
    const rest = compress(f32x4.sub(v128.load(highs + at), blurred), 5.19175294647);
    v128.store(highests + at, f32x4.mul(rest, f32x4.splat(2.69313763794)));
    v128.store(highs + at, amplifyRange(f32x4.mul(blurred, f32x4.splat(2.155)), 0.132));
    at += 16;
  } while (at < bytes);
}

function highOfX(highs: usize, line: usize, highests: usize, bytes: usize): void {
  let at: usize = 0;
  do {
    const blurred = v128.load(line + at);
    const rest = f32x4.sub(v128.load(highs + at), blurred);
    v128.store(highests + at, removeRange(rest, 0.04));
    v128.store(highs + at, removeRange(blurred, 1.5));
    at += 16;
  } while (at < bytes);
}

/** Square root, with a bias that makes it begin less steeply, of the length of X and Y weighted. */
function activityOf(image: usize, frame: usize, at: usize, bytes: usize): void {
  const highX = planeAt(image, frame, high + x) + at;
  const highY = planeAt(image, frame, high + y) + at;
  const highestX = planeAt(image, frame, highest + x) + at;
  const highestY = planeAt(image, frame, highest + y) + at;
  const out = planeAt(image, frame, activity) + at;
  const gain: f32 = 6.19424080439;
  const bias = gain * <f32>12.61050594197;
  const floor = f32x4.splat(Mathf.sqrt(bias));
  let i: usize = 0;
  do {
    const sumX = f32x4.add(v128.load(highX + i), v128.load(highestX + i));
    const sumY = f32x4.add(v128.load(highY + i), v128.load(highestY + i));
    const dx = f32x4.mul(sumX, f32x4.splat(2.5));
    const dy = f32x4.mul(sumY, f32x4.splat(0.4));
    const length = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)));
    const biased = f32x4.add(f32x4.mul(f32x4.splat(gain), length), f32x4.splat(bias));
    v128.store(out + i, f32x4.sub(f32x4.sqrt(biased), floor));
    i += 16;
  } while (i < bytes);
}

// What is done to values near zero and to large ones; all odd functions.

/** Moves values towards zero by `range`, and those below it to zero. */
function removeRange(v: v128, range: f32): v128 {
  return f32x4.sub(v, clamp(v, range));
}

/** Moves values away from zero by `range`, and doubles those below it. */
function amplifyRange(v: v128, range: f32): v128 {
  return f32x4.add(v, clamp(v, range));
}

/** Presses together what is beyond `most`. */
function compress(v: v128, most: f32): v128 {
  const clamped = clamp(v, most);
  const beyond = f32x4.sub(v, clamped);
  return f32x4.add(clamped, f32x4.mul(beyond, f32x4.splat(0.724216145665)));
}

function clamp(v: v128, most: f32): v128 {
  return f32x4.pmax(f32x4.pmin(v, f32x4.splat(most)), f32x4.splat(-most));
}
