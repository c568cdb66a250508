// The error map of two pictures from their bands.
//
// It is made tile by tile: the weighted differences of a band, with a margin of what the Malta
// filter reaches, are written to a tile of fixed pitch, and the filter's sums added up in a second
// tile over all six bands.

import { heightOf, planeAt, rowAt, rowOf, widthOf } from './frame';
import { addCoarseLines, addFineLines, reach, tileHeight, tilePitch, tileWidth } from './malta';
import { activity, b, high, highest, low, mask, middle, x, y } from './psycho-planes';

/** Bytes from row to row of the tile of sums. */
const sumPitch: usize = 4 * tileWidth;
/** Bytes from the tile of differences to the tile of sums. */
const sumsAt: usize = <usize>(tileHeight + 2 * reach) * tilePitch;

/**
 * The error map of a decoded picture at one scale; it takes the place of its activity.
 *
 * `asymmetry` above 1 makes detail that was added count more than detail that is gone. `scratch`
 * takes (tileHeight + 8) rows of 1,088 bytes and tileHeight rows of 1,024.
 */
export function compare(
  original: usize,
  decoded: usize,
  frame: usize,
  asymmetry: f32,
  scratch: usize,
): void {
  const root = Mathf.sqrt(asymmetry);
  for (let top = 0; top < heightOf(frame); top += tileHeight) {
    for (let left = 0; left < widthOf(frame); left += tileWidth) {
      const sums = scratch + sumsAt;
      const rows = min(tileHeight, heightOf(frame) - top);
      for (let i = 0; i < rows; i++) {
        memory.fill(sums + <usize>i * sumPitch, 0, widthIn(frame, left));
      }
      fine(
        original,
        decoded,
        frame,
        top,
        left,
        highest + y,
        1.10039032555,
        asymmetry,
        71.7800275169,
        scratch,
      );
      fine(original, decoded, frame, top, left, highest + x, 173.5, asymmetry, 5, scratch);
      coarse(
        original,
        decoded,
        frame,
        top,
        left,
        high + y,
        18.7237414387,
        root,
        4498534.45232,
        scratch,
      );
      coarse(
        original,
        decoded,
        frame,
        top,
        left,
        high + x,
        6923.99476109,
        root,
        8051.15833247,
        scratch,
      );
      coarse(
        original,
        decoded,
        frame,
        top,
        left,
        middle + y,
        37.0819870399,
        1,
        130262059.556,
        scratch,
      );
      coarse(
        original,
        decoded,
        frame,
        top,
        left,
        middle + x,
        8246.75321353,
        1,
        1009002.70582,
        scratch,
      );
      combine(original, decoded, frame, top, left, asymmetry, sums);
    }
  }
}

function fine(
  original: usize,
  decoded: usize,
  frame: usize,
  top: i32,
  left: i32,
  band: u32,
  weight: f64,
  asymmetry: f32,
  norm: f64,
  scratch: usize,
): void {
  const scale = 0.39905817637 / 8.5;
  weighBand(original, decoded, frame, top, left, band, scale, weight, asymmetry, norm, scratch);
  const rows = min(tileHeight, heightOf(frame) - top);
  let sums = scratch + sumsAt;
  for (let row = 0; row < rows; row++) {
    const corner = scratch + <usize>row * tilePitch;
    addFineLines(corner, sums, widthIn(frame, left));
    sums += sumPitch;
  }
}

function coarse(
  original: usize,
  decoded: usize,
  frame: usize,
  top: i32,
  left: i32,
  band: u32,
  weight: f64,
  asymmetry: f32,
  norm: f64,
  scratch: usize,
): void {
  const scale = 0.611612573796 / 8.5;
  weighBand(original, decoded, frame, top, left, band, scale, weight, asymmetry, norm, scratch);
  const rows = min(tileHeight, heightOf(frame) - top);
  let sums = scratch + sumsAt;
  for (let row = 0; row < rows; row++) {
    const corner = scratch + <usize>row * tilePitch;
    addCoarseLines(corner, sums, widthIn(frame, left));
    sums += sumPitch;
  }
}

/** Bytes of a row of the tile that begins at column `left`, filler included. */
function widthIn(frame: usize, left: i32): usize {
  return min(sumPitch, rowOf(frame) - 4 * left);
}

/** Writes a tile of weighted differences, nothing where the picture ends. */
function weighBand(
  original: usize,
  decoded: usize,
  frame: usize,
  top: i32,
  left: i32,
  band: u32,
  scale: f64,
  weight: f64,
  asymmetry: f32,
  norm: f64,
  tile: usize,
): void {
  const row = rowOf(frame);
  const from = planeAt(original, frame, band);
  const to = planeAt(decoded, frame, band);
  const plain: f32 = <f32>(scale * Math.sqrt(0.5 * weight * asymmetry) * norm);
  const oneSided: f32 = <f32>(scale * Math.sqrt((0.33 * weight) / asymmetry) * norm);

  // The columns of the tile that lie in a row of the plane, in bytes from the tile's edge.
  const start: usize = left === 0 ? 16 : 0;
  const end: usize = min(tilePitch - 32, row - 4 * left + 16);
  const rows = min(tileHeight, heightOf(frame) - top) + 2 * reach;
  for (let i = 0; i < rows; i++) {
    const at = top + i - reach;
    const line = tile + <usize>i * tilePitch;
    if (at < 0 || at >= heightOf(frame)) {
      memory.fill(line, 0, end + 16);
      continue;
    }
    // 16 bytes before the tile's first column of sums.
    const offset = rowAt(4 * left - 16, frame, at);
    v128.store(line, f32x4.splat(0));
    let p: usize = start;
    do {
      const a = v128.load(from + offset + p);
      const d = v128.load(to + offset + p);
      v128.store(line + p, weighed(a, d, plain, oneSided, <f32>norm));
      p += 16;
    } while (p < end);
    v128.store(line + end, f32x4.splat(0));
  }
}

/**
 * The difference, and once more what lies outside of 0.55 to 1.05 times the original's value, both
 * counting less where the values are large.
 */
function weighed(a: v128, d: v128, plain: f32, oneSided: f32, norm: f32): v128 {
  const size = f32x4.add(sizeOf(a), sizeOf(d));
  const scale = f32x4.add(f32x4.splat(norm), f32x4.mul(f32x4.splat(0.5), size));
  const symmetric = f32x4.mul(f32x4.splat(plain), f32x4.sub(a, d));
  const outside = f32x4.mul(f32x4.splat(oneSided), beyond(a, d, 0.55, 1.05));
  return f32x4.div(f32x4.add(symmetric, outside), scale);
}

/** From `d` to the nearest value between `least` and `most` times `a`: 0 where it lies between. */
function beyond(a: v128, d: v128, least: f32, most: f32): v128 {
  const sign = v128.and(a, f32x4.splat(-0.0));
  const size = sizeOf(a);
  const turned = v128.xor(d, sign);
  const raised = f32x4.pmax(turned, f32x4.mul(f32x4.splat(least), size));
  const nearest = f32x4.pmin(raised, f32x4.mul(f32x4.splat(most), size));
  return v128.xor(f32x4.sub(nearest, turned), sign);
}

/** Adds the plain differences to a tile of sums, masks them and writes the tile of the map. */
function combine(
  original: usize,
  decoded: usize,
  frame: usize,
  top: i32,
  left: i32,
  asymmetry: f32,
  sums: usize,
): void {
  const rows = min(tileHeight, heightOf(frame) - top);
  for (let i = 0; i < rows; i++) {
    const offset = rowAt(4 * left, frame, top + i);
    const a = original + offset;
    const d = decoded + offset;
    combineRow(a, d, frame, asymmetry, sums + <usize>i * sumPitch, widthIn(frame, left));
  }
}

function combineRow(
  original: usize,
  decoded: usize,
  frame: usize,
  asymmetry: f32,
  sums: usize,
  bytes: usize,
): void {
  const out = planeAt(decoded, frame, activity);
  const hides = planeAt(original, frame, mask);
  const added: f32 = <f32>0.8 * asymmetry;
  const gone: f32 = <f32>0.8 / asymmetry;
  let at: usize = 0;
  do {
    const a = original + at;
    const d = decoded + at;
    let detail = v128.load(sums + at);
    detail = f32x4.add(
      detail,
      oneSidedSquares(a, d, frame, high + x, <f32>400 * added, <f32>400 * gone),
    );
    detail = f32x4.add(
      detail,
      oneSidedSquares(a, d, frame, high + y, <f32>1.50815703118 * added, <f32>1.50815703118 * gone),
    );
    detail = f32x4.add(detail, squares(a, d, frame, middle + x, 2150));
    detail = f32x4.add(detail, squares(a, d, frame, middle + y, 10.6195433239));
    detail = f32x4.add(detail, squares(a, d, frame, middle + b, 16.2176043152));
    detail = f32x4.add(detail, squares(a, d, frame, activity, 10));

    const coarseX = difference(a, d, frame, low + x);
    const coarseY = difference(a, d, frame, low + y);
    const rawB = difference(a, d, frame, low + b);
    const coarseB = f32x4.sub(rawB, f32x4.mul(f32x4.splat(0.362267051518), coarseY));
    let slow = weighSquare(coarseX, 29.2353797994 * 33.83283718626 * 33.83283718626);
    slow = f32x4.add(slow, weighSquare(coarseY, 0.844626970982 * 14.45826810057 * 14.45826810057));
    slow = f32x4.add(slow, weighSquare(coarseB, 0.703646627719 * 49.8798465144 * 49.8798465144));

    const hidden = v128.load(hides + at);
    const shown = f32x4.add(
      f32x4.mul(slow, visibility(hidden, 0.505054525019, 3.87449418804, 0.20025578522)),
      f32x4.mul(detail, visibility(hidden, 2.5485944793, 0.451936922203, 0.829591754942)),
    );
    v128.store(out + at, f32x4.sqrt(shown));
    at += 16;
  } while (at < bytes);
}

/** How much of a squared difference is seen, by the mask. */
function visibility(hidden: v128, gain: f32, scale: f32, offset: f32): v128 {
  const one: f32 = <f32>(1 / (17.83 * 0.79079917404));
  const divisor = f32x4.add(f32x4.mul(hidden, f32x4.splat(scale)), f32x4.splat(offset));
  const factor = f32x4.add(f32x4.splat(one), f32x4.div(f32x4.splat(one * gain), divisor));
  return f32x4.mul(factor, factor);
}

function difference(a: usize, d: usize, frame: usize, band: u32): v128 {
  return f32x4.sub(v128.load(planeAt(a, frame, band)), v128.load(planeAt(d, frame, band)));
}

function weighSquare(v: v128, weight: f32): v128 {
  return f32x4.mul(f32x4.mul(v, v), f32x4.splat(weight));
}

function squares(a: usize, d: usize, frame: usize, band: u32, weight: f32): v128 {
  return weighSquare(difference(a, d, frame, band), weight);
}

/** Squares of the difference, and of what lies outside of 0.4 to 1 times the original's value. */
function oneSidedSquares(
  a: usize,
  d: usize,
  frame: usize,
  band: u32,
  plain: f32,
  oneSided: f32,
): v128 {
  const p = v128.load(planeAt(a, frame, band));
  const q = v128.load(planeAt(d, frame, band));
  const symmetric = weighSquare(f32x4.sub(p, q), plain);
  return f32x4.add(symmetric, weighSquare(beyond(p, q, 0.4, 1), oneSided));
}

/** Mixes the map of half the size, each pixel of it standing for four, into a map in place. */
export function addHalf(map: usize, frame: usize, halfMap: usize, half: usize): void {
  const row = rowOf(frame);
  for (let i = 0; i < heightOf(frame); i++) {
    const line = rowAt(map, frame, i);
    const coarse = rowAt(halfMap, half, i >> 1);
    let at: usize = 0;
    do {
      const two = v128.load64_zero(coarse + (at >> 1));
      const four = v128.shuffle<f32>(two, two, 0, 0, 1, 1);
      const own = f32x4.mul(f32x4.splat(0.85), v128.load(line + at));
      v128.store(line + at, f32x4.add(own, f32x4.mul(f32x4.splat(0.5), four)));
      at += 16;
    } while (at < row);
  }
}

/** Its absolute value; engines make two instructions more of the one that WebAssembly has. */
function sizeOf(v: v128): v128 {
  return v128.andnot(v, f32x4.splat(-0.0));
}
