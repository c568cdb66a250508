import { meanDown, paeth } from './paeth';

/** What lies before and behind a row in scratch. */
const margin: usize = 64;

/**
 * Filters rows, each by the filter of which the sum of differences is least, with its number before it.
 * PNG (third edition), 12.7.
 *
 * @param scratch of two rows and 3 x 64 bytes, of 0
 * @param to of rows x (rowBytes + 1) bytes, and 64 more
 */
export function filterRows(
  from: usize,
  rowBytes: usize,
  rows: i32,
  pixelBytes: usize,
  scratch: usize,
  to: usize,
): void {
  let above = scratch + margin;
  let row = above + rowBytes + margin;
  for (let y = 0; y < rows; y++) {
    memory.copy(row, from, rowBytes);
    const filter = leastOf(row, above, rowBytes, pixelBytes);
    store<u8>(to, <u8>filter);
    write(filter, row, above, rowBytes, pixelBytes, to + 1);
    const before = above;
    above = row;
    row = before;
    from += rowBytes;
    to += rowBytes + 1;
  }
}

/** The number of the filter of the least sum, of several the first. */
function leastOf(row: usize, above: usize, bytes: usize, pixelBytes: usize): i32 {
  let none = i32x4.splat(0);
  let sub = none;
  let up = none;
  let mean = none;
  let nearest = none;
  for (let x: usize = 0; x < bytes; x += 16) {
    const here = v128.load(row + x);
    const left = v128.load(row + x - pixelBytes);
    const upper = v128.load(above + x);
    const corner = v128.load(above + x - pixelBytes);
    const mask = maskOf(bytes - x);
    none = plus(none, v128.and(here, mask));
    sub = plus(sub, v128.and(i8x16.sub(here, left), mask));
    up = plus(up, v128.and(i8x16.sub(here, upper), mask));
    mean = plus(mean, v128.and(i8x16.sub(here, meanDown(left, upper)), mask));
    nearest = plus(nearest, v128.and(i8x16.sub(here, paeth(left, upper, corner)), mask));
  }
  let least = total(none);
  let best = 0;
  for (let filter = 1; filter < 5; filter++) {
    const sum = total(filter === 1 ? sub : filter === 2 ? up : filter === 3 ? mean : nearest);
    if (sum >= least) continue;
    least = sum;
    best = filter;
  }
  return best;
}

function maskOf(left: usize): v128 {
  if (left >= 16) return i8x16.splat(-1);
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return i8x16.lt_u(places, i8x16.splat(<i8>left));
}

/** Adds how far bytes are from 0, 256 being 0 too. */
function plus(sum: v128, bytes: v128): v128 {
  const pairs = i16x8.extadd_pairwise_i8x16_u(i8x16.abs(bytes));
  return i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(pairs));
}

function total(sum: v128): i32 {
  return (
    i32x4.extract_lane(sum, 0) +
    i32x4.extract_lane(sum, 1) +
    i32x4.extract_lane(sum, 2) +
    i32x4.extract_lane(sum, 3)
  );
}

function write(
  filter: i32,
  row: usize,
  above: usize,
  bytes: usize,
  pixelBytes: usize,
  to: usize,
): void {
  for (let x: usize = 0; x < bytes; x += 16) {
    const here = v128.load(row + x);
    const left = v128.load(row + x - pixelBytes);
    const upper = v128.load(above + x);
    let expected = i8x16.splat(0);
    if (filter === 1) expected = left;
    else if (filter === 2) expected = upper;
    else if (filter === 3) expected = meanDown(left, upper);
    else if (filter === 4) expected = paeth(left, upper, v128.load(above + x - pixelBytes));
    v128.store(to + x, i8x16.sub(here, expected));
  }
}
