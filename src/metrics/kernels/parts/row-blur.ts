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
/** Where the first line begins in the scratch memory. */
const lineAt: usize = margin;

export function radiusOf(blur: usize): i32 {
  return load<i32>(blur);
}

/** Rows that are taken at once: what they are made of is then read from afar once for all. */
export const together: i32 = 4;

/** Empties the ring. `scratch` takes 4 radius + 12 rows and 4 radius + 20 cache lines. */
export function beginRows(blur: usize, frame: usize, scratch: usize): void {
  memory.fill(scratch, 0, slotAt(frame, 0, 2 * slots(blur)));
}

/**
 * Feeds `count` rows from row `y` on, `together` at most, that lie a row apart at `from`. What is
 * below the picture is not read.
 */
export function feedRows(
  blur: usize,
  frame: usize,
  scratch: usize,
  y: i32,
  count: i32,
  from: usize,
): void {
  const row = rowOf(frame);
  const inside = max(0, min(count, heightOf(frame) - y));
  for (let i = 0; i < inside; i++) {
    // The filler at the row's end stays out, so that nothing is what follows the line.
    const line = scratch + lineAt + <usize>i * (row + margin);
    memory.copy(line, from + <usize>i * row, 4 * widthOf(frame));
    // Every row stands in the ring twice, so that the last rows lie one after another somewhere.
    const slot = slotAt(frame, scratch, (y + i) % slots(blur));
    place(i, line, blur + 384, slot, slot + ringOf(blur, frame));
  }
  weigh(blur, inside, 4, -1, row);
  for (let i = inside; i < count; i++) {
    const slot = slotAt(frame, scratch, (y + i) % slots(blur));
    memory.fill(slot, 0, row);
    memory.fill(slot + ringOf(blur, frame), 0, row);
  }
}

/**
 * Gives `count` rows from row `y` on, `together` at most, to places a row apart, after the feeding of
 * the last one's row + radius.
 */
export function takeRows(
  blur: usize,
  frame: usize,
  scratch: usize,
  y: i32,
  count: i32,
  out: usize,
): void {
  const row = rowOf(frame);
  const radius = radiusOf(blur);
  for (let i = 0; i < count; i++) {
    const first = (y + i + slots(blur) - radius) % slots(blur);
    const factors = rowFactors + 64 * i;
    const factor = f32x4.splat(load<f32>(blur + 384 + row + 4 * (y + i)));
    for (let j: usize = 0; j < 64; j += 16) v128.store(factors + j, factor);
    place(i, slotAt(frame, scratch, first + radius), factors, out + <usize>i * row, 0);
  }
  weigh(blur, count, pitch(frame), 0, row);
}

/** A factor that is the same for 16 columns, for each of the rows that are taken. */
const rowFactors: usize = memory.data(256, 16);
/** For each row that is weighed: where its middle is, its factors, its result and a copy of that. */
const places: usize = memory.data(64, 16);

function place(row: i32, middle: usize, factors: usize, out: usize, again: usize): void {
  const at = places + 16 * row;
  store<usize>(at, middle);
  store<usize>(at, factors, 4);
  store<usize>(at, out, 8);
  store<usize>(at, again, 12);
}

function slots(blur: usize): i32 {
  return 2 * radiusOf(blur) + together;
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
  const lines = <usize>together * (rowOf(frame) + margin);
  return scratch + lineAt + lines + <usize>slot * pitch(frame);
}

/** Weighs, in so many rows, what lies up to radius * step bytes before and after each sample. */
function weigh(blur: usize, rows: i32, step: usize, factorStep: usize, bytes: usize): void {
  if (rows === 0) return;
  const reach = <usize>radiusOf(blur) * step;
  const end = places + 16 * rows;
  let x: usize = 0;
  do {
    let at = places;
    do {
      const middle = load<usize>(at) + x;
      let first = middle - reach;
      let last = middle + reach;
      let weight = blur + 64;
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      do {
        const w = v128.load(weight);
        s0 = f32x4.add(s0, f32x4.mul(w, f32x4.add(v128.load(first), v128.load(last))));
        s1 = f32x4.add(s1, f32x4.mul(w, f32x4.add(v128.load(first, 16), v128.load(last, 16))));
        s2 = f32x4.add(s2, f32x4.mul(w, f32x4.add(v128.load(first, 32), v128.load(last, 32))));
        s3 = f32x4.add(s3, f32x4.mul(w, f32x4.add(v128.load(first, 48), v128.load(last, 48))));
        first += step;
        last -= step;
        weight += 16;
      } while (first < middle);
      const w = v128.load(weight);
      const factors = load<usize>(at, 4) + (x & factorStep);
      s0 = f32x4.mul(f32x4.add(s0, f32x4.mul(w, v128.load(middle))), v128.load(factors));
      s1 = f32x4.mul(f32x4.add(s1, f32x4.mul(w, v128.load(middle, 16))), v128.load(factors, 16));
      s2 = f32x4.mul(f32x4.add(s2, f32x4.mul(w, v128.load(middle, 32))), v128.load(factors, 32));
      s3 = f32x4.mul(f32x4.add(s3, f32x4.mul(w, v128.load(middle, 48))), v128.load(factors, 48));
      const out = load<usize>(at, 8) + x;
      v128.store(out, s0);
      v128.store(out, s1, 16);
      v128.store(out, s2, 32);
      v128.store(out, s3, 48);
      const again = load<usize>(at, 12);
      if (again) {
        v128.store(again + x, s0);
        v128.store(again + x, s1, 16);
        v128.store(again + x, s2, 32);
        v128.store(again + x, s3, 48);
      }
      at += 16;
    } while (at < end);
    x += 64;
  } while (x < bytes);
}
