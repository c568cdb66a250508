// SSIMULACRA 2: one scale at a time, four rows at a time. The rows of a picture pass through rings of
// few rows that stay in the cache; what is kept of an original is its planes and their blurs.
//
//     samples or linear plane -> linear rows -> XYB rows -> products -> blur along -> blur across -> maps -> sums
//                                     |                                                   |
//                                     +-> linear plane of the next scale                  +-> prepared planes

import { blurRow } from './parts/direct-blur';
import { blurAlong, margin } from './parts/recursive-blur';
import { blurAcross, columnState } from './parts/recursive-blur-across';
import { compareRow, edgeRow, sumColumns, sumsPerColumn } from './parts/similarity-maps';
import { halveRows, linearRow } from './parts/srgb';
import { xybRow } from './parts/xyb';

export { heapBase } from './parts/memory';
export { fillLinear } from './parts/srgb';

// Rows of the work area, each `pitch` bytes.
const linearRows = 0;
const xybRows = linearRows + 4 * 3;
const productRows = xybRows + 3 * 16;
const rings = productRows + 4;
const acrossRows = rings + 3 * 3 * 16;
const states = acrossRows + 3 * 4;
const columnSums = states + (3 * 3 * columnState) / 4;
const spareRows = columnSums + 3 * sumsPerColumn;
const workRows = spareRows + 3;

let samples: usize = 0;
let channels: i32 = 0;
let deep: bool = false;
let table: usize = 0;
let background: f32 = 0;
let coefficients: usize = 0;
let work: usize = 0;

let width: i32 = 0;
let height: i32 = 0;
let vectors: i32 = 0;
let pitch: usize = 0;
let linear: usize = 0;
let linearPitch: usize = 0;
let next: usize = 0;
let nextPitch: usize = 0;
let needs: i32 = 0;

function vectorsOf(width: i32): i32 {
  return (width + 3) >> 2;
}

function pitchOf(width: i32): usize {
  return ((<usize>vectorsOf(width)) << 4) + 2 * 4 * margin;
}

/** Bytes of the work area for pictures of that width. */
export function workBytes(width: i32): f64 {
  return <f64>workRows * <f64>pitchOf(width);
}

/** The picture whose scales are visited next, and where tables and work area are. */
export function setPicture(
  atSamples: usize,
  channelsOfIt: i32,
  isDeep: bool,
  atTable: usize,
  backgroundOfIt: f32,
  atCoefficients: usize,
  atWork: usize,
): void {
  samples = atSamples;
  channels = channelsOfIt;
  deep = isDeep;
  table = atTable;
  background = backgroundOfIt;
  coefficients = atCoefficients;
  work = atWork;
}

/**
 * The scale to visit. Its linear light is at `atLinear`, three rows after one another for each row, or
 * comes from the samples where that is 0; that of the next scale is written to `atNext`, unless it
 * is 0. Bits 0 to 2 of `needed` say which of X, Y and B count, bits 3 to 5 in whose SSIM.
 */
function setScale(
  widthOfIt: i32,
  heightOfIt: i32,
  atLinear: usize,
  atNext: usize,
  needed: i32,
): void {
  width = widthOfIt;
  height = heightOfIt;
  vectors = vectorsOf(width);
  pitch = pitchOf(width);
  linear = atLinear;
  linearPitch = linear ? (<usize>vectors) << 4 : pitch;
  next = atNext;
  nextPitch = (<usize>vectorsOf((width + 1) >> 1)) << 4;
  needs = needed;
  memory.fill(work, 0, <usize>workRows * pitch);
}

/**
 * Keeps of an original's scale, for each plane that counts, row by row: plane, mean and mean square, or
 * edges alone where that is all.
 */
export function prepareScale(
  widthOfIt: i32,
  heightOfIt: i32,
  atLinear: usize,
  atNext: usize,
  needed: i32,
  prepared: usize,
): void {
  setScale(widthOfIt, heightOfIt, atLinear, atNext, needed);
  const bytes = (<usize>vectors) << 4;
  for (let y = 0; y < height + 4; y += 4) {
    makeRows(y);
    let at = prepared;
    for (let c = 0; c < 3; c++) {
      if (!counts(c)) continue;
      blurPlane(c, y, 0, 0);
      const step = preparedStep(c);
      for (let n = max(0, y - 4), end = min(height, y); n < end; n++) {
        const row = at + <usize>n * step;
        if (countsInSsim(c)) {
          memory.copy(row, xybAt(c, n), bytes);
          memory.copy(row + bytes, acrossAt(0, n), bytes);
          memory.copy(row + 2 * bytes, acrossAt(1, n), bytes);
        } else {
          edgeRow(xybAt(c, n), acrossAt(0, n), row, vectors);
        }
      }
      at += <usize>height * step;
    }
  }
}

/**
 * Compares a decoded picture's scale with a prepared one. `tiles` has the tiles' columns and rows, then
 * where columns begin and end, then rows; `sums` gets six sums for each tile of each plane. Errors are
 * added to the plane `errors`, unless that is 0, with nine weights for each plane's maps.
 */
export function compareScale(
  widthOfIt: i32,
  heightOfIt: i32,
  atLinear: usize,
  atNext: usize,
  needed: i32,
  prepared: usize,
  tiles: usize,
  sums: usize,
  errors: usize,
  weights: usize,
): void {
  setScale(widthOfIt, heightOfIt, atLinear, atNext, needed);
  const tileColumns = load<i32>(tiles);
  const tileRows = load<i32>(tiles, 4);
  const left = tiles + 8;
  const top = left + ((tileColumns + 1) << 2);
  const tileBytes: usize = sumsPerColumn * 8;
  let tileRow = 0;
  for (let y = 0; y < height + 4; y += 4) {
    makeRows(y);
    let at = prepared;
    for (let c = 0; c < 3; c++) {
      if (!counts(c)) continue;
      const step = preparedStep(c);
      blurPlane(c, y, at, step);
      const columns = columnSumsAt(c);
      let row = tileRow;
      for (let n = max(0, y - 4), end = min(height, y); n < end; n++) {
        compareRow(
          at + <usize>n * step,
          xybAt(c, n),
          acrossAt(0, n),
          countsInSsim(c) ? acrossAt(1, n) : 0,
          acrossAt(2, n),
          vectors,
          columns,
          errors ? errors + ((<usize>n * <usize>vectors) << 4) : 0,
          weights + 12 * c,
        );
        if (n + 1 === load<i32>(top + ((row + 1) << 2))) {
          sumColumns(
            columns,
            vectors,
            left,
            tileColumns,
            sums + <usize>(c * tileRows + row) * <usize>tileColumns * tileBytes,
          );
          row++;
        }
      }
      at += <usize>height * step;
    }
    while (tileRow < tileRows && load<i32>(top + ((tileRow + 1) << 2)) <= min(height, y)) tileRow++;
  }
}

function counts(c: i32): bool {
  return ((needs >> c) & 1) !== 0;
}

function countsInSsim(c: i32): bool {
  return ((needs >> (3 + c)) & 1) !== 0;
}

function preparedStep(c: i32): usize {
  return (countsInSsim(c) ? 3 : 1) * ((<usize>vectors) << 4);
}

function rowAt(row: i32): usize {
  return work + <usize>row * pitch;
}

function xybAt(c: i32, y: i32): usize {
  return rowAt(xybRows + 16 * c + (y & 15)) + 4 * margin;
}

function ringAt(c: i32, quantity: i32): usize {
  return rowAt(rings + 16 * (3 * c + quantity));
}

function acrossAt(quantity: i32, y: i32): usize {
  return rowAt(acrossRows + 4 * quantity + (y & 3));
}

function columnSumsAt(c: i32): usize {
  return rowAt(columnSums + sumsPerColumn * c);
}

/** Linear light of a row: three rows, `linearPitch` apart. */
function linearAt(y: i32): usize {
  return linear ? linear + 3 * <usize>y * linearPitch : rowAt(linearRows + 3 * (y & 3));
}

/** XYB of four rows, zeros below the picture, and the rows of the next scale. */
function makeRows(y: i32): void {
  for (let row = y, end = min(height, y + 4); row < end; row++) {
    const rgb = linearAt(row);
    if (!linear) {
      const bytes = (<usize>(width * channels)) << (deep ? 1 : 0);
      const from = samples + <usize>row * bytes;
      linearRow(from, channels, deep, table, background, rgb, linearPitch, width);
    }
    if (next && (row & 1 || row + 1 === height)) {
      const out = next + 3 * <usize>(row >> 1) * nextPitch;
      halveRows(row & 1 ? linearAt(row - 1) : rgb, rgb, linearPitch, width, out, nextPitch);
    }
    const exactB = countsInSsim(2);
    xybRow(
      rgb,
      linearPitch,
      vectors,
      xybAt(0, row),
      xybAt(1, row),
      xybAt(2, row),
      exactB,
      rowAt(spareRows),
    );
    for (let c = 0; c < 3; c++) {
      memory.fill(xybAt(c, row) + ((<usize>width) << 2), 0, 12);
    }
  }
  for (let row = max(y, height); row < y + 4; row++) {
    for (let c = 0; c < 3; c++) memory.fill(xybAt(c, row), 0, (<usize>vectors) << 4);
  }
}

/**
 * Blurs a plane, its square and its product with the prepared plane: four rows along themselves, and
 * across the rows what is then complete, four rows before. Nothing is prepared where `step` is 0.
 */
function blurPlane(c: i32, y: i32, prepared: usize, step: usize): void {
  if (!countsInSsim(c)) {
    const between = rowAt(productRows) + 4 * margin;
    for (let n = max(0, y - 4), end = min(height, y); n < end; n++) {
      blurRow(xybAt(c, 0), pitch, n, between, acrossAt(0, n), vectors, coefficients);
    }
    return;
  }
  const quantities = step ? 3 : 2;
  for (let quantity = 0; quantity < quantities; quantity++) {
    const out = ringAt(c, quantity) + <usize>(y & 15) * pitch;
    if (y >= height) {
      memory.fill(out, 0, 4 * pitch);
      continue;
    }
    blurAlong(
      blurredAt(c, y, quantity, prepared, step),
      blurredAt(c, y + 1, quantity, prepared, step),
      blurredAt(c, y + 2, quantity, prepared, step),
      blurredAt(c, y + 3, quantity, prepared, step),
      out,
      pitch,
      width,
      coefficients,
    );
  }
  for (let quantity = 0; quantity < quantities; quantity++) {
    blurAcross(
      ringAt(c, quantity),
      pitch,
      y,
      rowAt(states) + <usize>(3 * c + quantity) * <usize>columnState * ((<usize>vectors) << 2),
      acrossAt(quantity, 0),
      vectors,
      coefficients,
    );
  }
}

/** A row of a plane (0), its square (1) or its product with the prepared plane (2). */
function blurredAt(c: i32, y: i32, quantity: i32, prepared: usize, step: usize): usize {
  const row = xybAt(c, y);
  // What lies below the picture is zero already.
  if (quantity === 0 || y >= height) return row;
  return multiplied(row, quantity === 1 ? row : prepared + <usize>y * step, y & 3);
}

function multiplied(a: usize, b: usize, slot: i32): usize {
  const out = rowAt(productRows + slot) + 4 * margin;
  for (let x: usize = 0, end = (<usize>vectors) << 4; x < end; x += 16) {
    v128.store(out + x, f32x4.mul(v128.load(a + x), v128.load(b + x)));
  }
  return out;
}
