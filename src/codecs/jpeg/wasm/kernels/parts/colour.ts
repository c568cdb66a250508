import { copyRow, narrowRow, repeatRow, sumRows, widenRow } from './upsample';

// Y'CbCr of JFIF, which is BT.601 of full range, and RGB: whole numbers with 16 bits of fraction, as libjpeg
// computes them.

/** Products with 16 bits of fraction, rounded: pairs of samples and of factors. */
function scaled(a: v128, b: v128, first: i32, second: i32): v128 {
  const factors = i32x4.splat((second << 16) | (first & 0xffff));
  const low = i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  const high = i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  const half = i32x4.splat(1 << 15);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, factors), half), 16),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, factors), half), 16),
  );
}

/** 1.402 - 1 */
function redOf(y: v128, cr: v128): v128 {
  return i16x8.add(i16x8.add(y, cr), scaled(cr, cr, 26345, 0));
}

/** -0.344136 of Cb, 1 - 0.714136 of Cr */
function greenOf(y: v128, cb: v128, cr: v128): v128 {
  return i16x8.add(i16x8.sub(y, cr), scaled(cb, cr, -22554, 18734));
}

/** 1.772 - 2 */
function blueOf(y: v128, cb: v128): v128 {
  return i16x8.add(i16x8.add(y, i16x8.shl(cb, 1)), scaled(cb, cb, -14942, 0));
}

function rowToRgb(y: usize, cb: usize, cr: usize, width: i32, to: usize): void {
  const middle = i16x8.splat(128);
  for (let x = 0; x < width; x += 8) {
    const level = v128.load8x8_u(y + x);
    const blueness = i16x8.sub(v128.load8x8_u(cb + x), middle);
    const redness = i16x8.sub(v128.load8x8_u(cr + x), middle);
    const red = redOf(level, redness);
    const green = greenOf(level, blueness, redness);
    const blue = blueOf(level, blueness);
    // Bytes of red and green, and of blue, as 8 pixels of 3.
    const rg = i8x16.narrow_i16x8_u(red, green);
    const b = i8x16.narrow_i16x8_u(blue, blue);
    v128.store(to, i8x16.shuffle(rg, b, 0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5));
    const rest = i8x16.shuffle(rg, b, 13, 21, 6, 14, 22, 7, 15, 23, 0, 0, 0, 0, 0, 0, 0, 0);
    v128.store64_lane(to, rest, 0, 16);
    to += 24;
  }
}

/**
 * RGB of three planes. Chroma that is half as wide, half as high or both is interpolated, other chroma
 * repeated.
 * @param rows room for two rows of chroma of the picture's width, and one of sums (i16) with 64 bytes
 *   before it
 */
export function toRgb(
  y: usize,
  yStride: usize,
  width: i32,
  height: i32,
  cb: usize,
  cr: usize,
  stride: usize,
  chromaWidth: i32,
  chromaHeight: i32,
  across: i32,
  down: i32,
  rows: usize,
  rowBytes: usize,
  to: usize,
): void {
  const sums = rows + 2 * rowBytes + 64;
  for (let line = 0; line < height; line++) {
    const blue = chromaRow(cb, stride, line, chromaWidth, chromaHeight, across, down, sums, rows);
    const other = rows + rowBytes;
    const red = chromaRow(cr, stride, line, chromaWidth, chromaHeight, across, down, sums, other);
    rowToRgb(y, blue, red, width, to);
    y += yStride;
    to += <usize>width * 3;
  }
}

/** Where the chroma of a line of the picture is: in the plane itself, or in `to`. */
function chromaRow(
  plane: usize,
  stride: usize,
  line: i32,
  width: i32,
  height: i32,
  across: i32,
  down: i32,
  sums: usize,
  to: usize,
): usize {
  const row = line / down;
  const near = plane + <usize>row * stride;
  // Too narrow a picture is not interpolated across.
  const isWide = across === 2 && width > 2;
  if (down === 2 && (across === 1 || isWide)) {
    const next = line % 2 === 0 ? max(0, row - 1) : min(height - 1, row + 1);
    sumRows(near, plane + <usize>next * stride, width, sums);
    if (across === 1) narrowRow(sums, width, line % 2 === 0 ? 1 : 2, to);
    else widenRow(sums, width, 8, 7, 4, to);
    return to;
  }
  if (across === 1) return near;
  if (isWide && down === 1) {
    copyRow(near, width, sums);
    widenRow(sums, width, 1, 2, 2, to);
  } else {
    repeatRow(near, width, across, to);
  }
  return to;
}

/**
 * Planes of RGB. Chroma is averaged as libjpeg does, with roundings that alternate; the last column and
 * row are repeated.
 * @param rows room for `down` rows of each chroma of the width in whole samples of chroma and 32 more
 */
export function fromRgb(
  from: usize,
  width: i32,
  height: i32,
  y: usize,
  yStride: usize,
  cb: usize,
  cr: usize,
  stride: usize,
  chromaWidth: i32,
  chromaHeight: i32,
  across: i32,
  down: i32,
  rows: usize,
  rowBytes: usize,
): void {
  for (let line = 0; line < chromaHeight; line++) {
    for (let i = 0; i < down; i++) {
      const source = min(height - 1, line * down + i);
      const blue = rows + <usize>i * rowBytes;
      const red = blue + 4 * rowBytes;
      rowFromRgb(from + <usize>(source * 3) * width, y + <usize>source * yStride, blue, red, width);
      const wide = chromaWidth * across - width;
      if (wide > 0) {
        memory.fill(blue + width, load<u8>(blue + width - 1), wide);
        memory.fill(red + width, load<u8>(red + width - 1), wide);
      }
    }
    const at = <usize>line * stride;
    average(rows, rowBytes, chromaWidth, across, down, cb + at);
    average(rows + 4 * rowBytes, rowBytes, chromaWidth, across, down, cr + at);
  }
}

function average(
  rows: usize,
  rowBytes: usize,
  width: i32,
  across: i32,
  down: i32,
  to: usize,
): void {
  if (across * down === 1) {
    memory.copy(to, rows, width);
    return;
  }
  if (across === 2 && down <= 2) {
    averagePairs(rows, down === 2 ? rows + rowBytes : 0, width, to);
    return;
  }
  const count = across * down;
  const shift = ctz(count);
  for (let x = 0; x < width; x++) {
    let sum = 0;
    for (let i = 0; i < down; i++) {
      const at = rows + <usize>i * rowBytes + x * across;
      for (let j = 0; j < across; j++) sum += <i32>load<u8>(at + j);
    }
    store<u8>(to + x, <u8>((sum + (count >> 1)) >> shift));
  }
}

/** A plane at half its size, with the roundings of chroma. Eight samples at a time, past the end too. */
export function halve(
  from: usize,
  stride: usize,
  width: i32,
  height: i32,
  to: usize,
  toStride: usize,
): void {
  for (let y = 0; y < height; y++) {
    averagePairs(from, from + stride, width, to);
    from += 2 * stride;
    to += toStride;
  }
}

/**
 * Means of two samples of a row, or of four of two rows: eight at a time, past the end too. Roundings are
 * 0 and 1 in turn, or 1 and 2.
 */
function averagePairs(row: usize, second: usize, width: i32, to: usize): void {
  const isTwo = second !== 0;
  const shift = isTwo ? 2 : 1;
  const rounding = i16x8.add(i16x8(0, 1, 0, 1, 0, 1, 0, 1), i16x8.splat(isTwo ? 1 : 0));
  for (let x = 0; x < width; x += 8) {
    let sums = i16x8.extadd_pairwise_i8x16_u(v128.load(row));
    if (isTwo) {
      sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(v128.load(second)));
      second += 16;
    }
    const means = i16x8.shr_u(i16x8.add(sums, rounding), shift);
    v128.store64_lane(to + x, i8x16.narrow_i16x8_u(means, means), 0);
    row += 16;
  }
}

function rowFromRgb(from: usize, y: usize, cb: usize, cr: usize, width: i32): void {
  const half = i32x4.splat(1 << 15);
  const middle = i32x4.splat((128 << 16) + (1 << 15) - 1);
  for (let x = 0; x < width; x += 4) {
    // Four pixels: each a vector of red and green, and one of green and blue.
    const bytes = v128.load(from);
    const none = i8x16.splat(0);
    const rg = i8x16.shuffle(bytes, none, 0, 16, 1, 16, 3, 16, 4, 16, 6, 16, 7, 16, 9, 16, 10, 16);
    const gb = i8x16.shuffle(bytes, none, 1, 16, 2, 16, 4, 16, 5, 16, 7, 16, 8, 16, 10, 16, 11, 16);
    const luma = i32x4.add(
      i32x4.dot_i16x8_s(rg, i32x4.splat((19235 << 16) | 19595)),
      i32x4.dot_i16x8_s(gb, i32x4.splat((7471 << 16) | 19235)),
    );
    const red = v128.and(rg, i32x4.splat(0xffff));
    const blue = i32x4.shr_u(gb, 16);
    const blueness = i32x4.add(
      i32x4.dot_i16x8_s(rg, i32x4.splat((-21709 << 16) | (-11059 & 0xffff))),
      i32x4.shl(blue, 15),
    );
    const redness = i32x4.add(
      i32x4.dot_i16x8_s(gb, i32x4.splat((-5329 << 16) | (-27439 & 0xffff))),
      i32x4.shl(red, 15),
    );
    putFour(y + x, i32x4.shr_s(i32x4.add(luma, half), 16));
    putFour(cb + x, i32x4.shr_s(i32x4.add(blueness, middle), 16));
    putFour(cr + x, i32x4.shr_s(i32x4.add(redness, middle), 16));
    from += 12;
  }
}

function putFour(to: usize, values: v128): void {
  const narrow = i16x8.narrow_i32x4_s(values, values);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(narrow, narrow), 0);
}
