// A symmetric separable blur that is fed a picture row by row and gives it back row by row, `radius`
// rows later. A row is blurred along itself when it comes and kept in a ring; the ring blurred
// downwards is a row of the result. Beyond the edges there is nothing, and the weights of what there
// is are raised to a sum of 1.
//
// `blur` is what the caller has written: the radius as i32, from byte 64 the weights from the edge to
// the middle, each four times, from byte 384 a factor for each column (a row of them), and then one
// for each row of the picture.

import { heightOf, rowOf, widthOf } from './frame';

/** Bytes of nothing before and after a line: the largest radius. */
const margin: usize = 64;
/** Where the line begins in the scratch memory, behind a factor that is the same for 16 columns. */
const lineAt: usize = 64 + margin;

export function radiusOf(blur: usize): i32 {
  return load<i32>(blur);
}

/** Empties the ring. `scratch` takes 4 radius + 3 rows and 4 radius + 5 cache lines. */
export function beginRows(blur: usize, frame: usize, scratch: usize): void {
  memory.fill(scratch, 0, slotAt(frame, 0, 2 * slots(blur)));
}

/** Feeds row `y`, which may lie below the picture: `from` is not read then. */
export function feedRow(blur: usize, frame: usize, scratch: usize, y: i32, from: usize): void {
  const row = rowOf(frame);
  const slot = slotAt(frame, scratch, y % slots(blur));
  if (y < heightOf(frame)) {
    // The filler at the row's end stays out, so that nothing is what follows the line.
    const line = scratch + lineAt;
    memory.copy(line, from, 4 * widthOf(frame));
    weigh(blur, line, 4, blur + 384, 64, slot, row);
  } else {
    memory.fill(slot, 0, row);
  }
  // Every row stands in the ring twice, so that the last rows lie one after another somewhere.
  memory.copy(slot + ringOf(blur, frame), slot, row);
}

/** Gives row `y`, after the feeding of row y + radius. */
export function takeRow(blur: usize, frame: usize, scratch: usize, y: i32, out: usize): void {
  const row = rowOf(frame);
  const radius = radiusOf(blur);
  const first = (y + radius + 1) % slots(blur);
  const middle = slotAt(frame, scratch, first + radius);
  const factor = f32x4.splat(load<f32>(blur + 384 + row + 4 * y));
  for (let i: usize = 0; i < 64; i += 16) v128.store(scratch + i, factor);
  weigh(blur, middle, pitch(frame), scratch, 0, out, row);
}

function slots(blur: usize): i32 {
  return 2 * radiusOf(blur) + 1;
}

/** An odd number of cache lines, so that the rows of a column spread over the whole cache. */
function pitch(frame: usize): usize {
  return rowOf(frame) | 64;
}

/** Bytes from a row in the ring to itself again. */
function ringOf(blur: usize, frame: usize): usize {
  return <usize>slots(blur) * pitch(frame);
}

function slotAt(frame: usize, scratch: usize, slot: i32): usize {
  return scratch + lineAt + rowOf(frame) + margin + <usize>slot * pitch(frame);
}

/** Weighs what lies up to radius * step bytes before and after, for a row of 16 samples at a time. */
function weigh(
  blur: usize,
  middle: usize,
  step: usize,
  factors: usize,
  factorStep: usize,
  out: usize,
  bytes: usize,
): void {
  const reach = <usize>radiusOf(blur) * step;
  const end = out + bytes;
  for (; out < end; out += 64) {
    let first = middle - reach;
    let last = middle + reach;
    let weight = blur + 64;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (; first < middle; first += step) {
      const w = v128.load(weight);
      s0 = f32x4.add(s0, f32x4.mul(w, f32x4.add(v128.load(first), v128.load(last))));
      s1 = f32x4.add(s1, f32x4.mul(w, f32x4.add(v128.load(first, 16), v128.load(last, 16))));
      s2 = f32x4.add(s2, f32x4.mul(w, f32x4.add(v128.load(first, 32), v128.load(last, 32))));
      s3 = f32x4.add(s3, f32x4.mul(w, f32x4.add(v128.load(first, 48), v128.load(last, 48))));
      last -= step;
      weight += 16;
    }
    const w = v128.load(weight);
    s0 = f32x4.add(s0, f32x4.mul(w, v128.load(middle)));
    s1 = f32x4.add(s1, f32x4.mul(w, v128.load(middle, 16)));
    s2 = f32x4.add(s2, f32x4.mul(w, v128.load(middle, 32)));
    s3 = f32x4.add(s3, f32x4.mul(w, v128.load(middle, 48)));
    v128.store(out, f32x4.mul(s0, v128.load(factors)));
    v128.store(out, f32x4.mul(s1, v128.load(factors, 16)), 16);
    v128.store(out, f32x4.mul(s2, v128.load(factors, 32)), 32);
    v128.store(out, f32x4.mul(s3, v128.load(factors, 48)), 48);
    middle += 64;
    factors += factorStep;
  }
}
