// What hides errors in an original: the activity around, where no smooth place is near.

import { heightOf, planeAt, rowAt, rowOf, widthOf } from './frame';
import { activity, mask } from './psycho-planes';

/** Pixels to the neighbours that are looked at. */
const distance = 3;

/**
 * The mask of an original from its activity: a weighted mean of the three least of each pixel, as it
 * is and twice doubled, and its eight neighbours at a distance.
 *
 * `scratch` takes 3 rows and 6 cache lines.
 */
export function erode(image: usize, frame: usize, scratch: usize): void {
  const row = rowOf(frame);
  const from = planeAt(image, frame, activity);
  const out = planeAt(image, frame, mask);
  const line = row + 128;
  for (let y = 0; y < heightOf(frame); y++) {
    const above = surrounded(from, frame, y - distance, scratch);
    const here = surrounded(from, frame, y, scratch + line);
    const below = surrounded(from, frame, y + distance, scratch + 2 * line);
    const to = rowAt(out, frame, y);
    for (let at: usize = 0; at < row; at += 16) {
      v128.store(to + at, eroded(above + at, here + at, below + at));
    }
  }
}

/** Copies a row to where Infinity, which is never among the least, stands for what lies outside. */
function surrounded(from: usize, frame: usize, y: i32, line: usize): usize {
  const start = line + 64;
  let end = start;
  if (y >= 0 && y < heightOf(frame)) {
    end += 4 * widthOf(frame);
    memory.copy(start, rowAt(from, frame, y), 4 * widthOf(frame));
  }
  v128.store(start - 16, f32x4.splat(f32.POSITIVE_INFINITY));
  for (let p = end; p < start + rowOf(frame) + 16; p += 4) store<f32>(p, f32.POSITIVE_INFINITY);
  return start;
}

function eroded(above: usize, here: usize, below: usize): v128 {
  let least = v128.load(here);
  let second = f32x4.add(least, least);
  let third = second;
  for (let i: usize = 0; i < 8; i++) {
    const next = i < 3 ? above + 12 * i : i < 6 ? below + 12 * (i - 3) : here + 24 * (i - 6);
    const v = v128.load(next - 12);
    third = f32x4.pmin(third, f32x4.pmax(second, v));
    second = f32x4.pmin(second, f32x4.pmax(least, v));
    least = f32x4.pmin(least, v);
  }
  const two = f32x4.add(f32x4.mul(least, f32x4.splat(0.45)), f32x4.mul(second, f32x4.splat(0.3)));
  return f32x4.add(two, f32x4.mul(third, f32x4.splat(0.25)));
}
