import { fillRanges, isSpent, openBools, stateBytes } from './bools';
import { filterRow, filterRowSimply } from './filter-rows';
import {
  filterType,
  partitions,
  probabilities,
  readHeader,
  steps,
  strengths,
  typeBytes,
} from './header';
import { macroblockBytes, readModes } from './modes';
import { predictChroma, predictLuma } from './predict';
import { predictSmall } from './predict-small';
import { readBlock } from './tokens';
import { addBlock, addFlat, putRows, rowsAt, spreadDc } from './transform';

/** The decoder of the first partition, and those of up to 8 of coefficients. */
const first: usize = memory.data(32, 8);
const others: usize = memory.data(8 * 32, 8);

/** Coefficients of a macroblock, 16 (i16) a block: 16 of luma, 4 of each chroma, and Y2's. 0 between two of them. */
const coefs: usize = memory.data(25 * 32, 16);
const y2Coefs: usize = coefs + 24 * 32;

/** What blocks to the left have: 4 of luma, 2 and 2 of chroma, Y2. Above the same is 16 bytes a macroblock. */
const left: usize = memory.data(16, 16);

/** Bytes of the head of a frame before its first partition. */
const headBytes: u32 = 10;

/** Bytes below the partitions: one macroblock is read beyond the end at most, and 128 bits a coefficient. */
const guard: usize = 8192;

/** Room for `decodeFrame` beside the planes, in bytes. */
export function scratchBytes(length: i32, columns: i32): usize {
  return guard + <usize>length + 64 + <usize>columns * (4 + macroblockBytes + 16 + 8) + 256;
}

/**
 * Decodes a key frame of VP8 to planes of 4:2:0 in whole macroblocks. Above and to the left of each plane
 * there are a row and 8 columns of room; to the right 4 columns.
 * @param from the frame, its head of 10 bytes included, which is right
 * @returns 0, or what is wrong: 1 the head of the first partition, 2 the sizes of the others, 3 the modes end
 *   early, 4 coefficients do
 */
export function decodeFrame(
  from: usize,
  length: u32,
  scratch: usize,
  y: usize,
  u: usize,
  v: usize,
  stride: usize,
  chromaStride: usize,
  columns: i32,
  rows: i32,
): i32 {
  fillRanges();
  const bottom = scratch + guard;
  const all = length - headBytes;
  const top = bottom + <usize>all + 16;
  reverse(from + headBytes, all, top);
  const size = (<u32>load<u16>(from) | ((<u32>load<u8>(from, 2)) << 16)) >> 5;
  if (size > all) return 1;
  openBools(first, top, size);
  readHeader(first);
  if (isSpent(first)) return 1;
  if (!openPartitions(from + headBytes + size, all - size, top - size)) return 2;
  const above = ((top + 15) & ~15) + 16;
  const aboveModes = above + <usize>columns * 16;
  const macroblocks = aboveModes + <usize>columns * 4;
  const limits = macroblocks + <usize>columns * macroblockBytes;
  memory.fill(above, 0, <usize>columns * 20);
  memory.fill(coefs, 0, 25 * 32);
  putBorders(y, stride, columns * 16, rows * 16);
  putBorders(u, chromaStride, columns * 8, rows * 8);
  putBorders(v, chromaStride, columns * 8, rows * 8);
  for (let row = 0; row < rows; row++) {
    if (!readModes(first, columns, aboveModes, macroblocks)) return 3;
    const state = others + stateBytes * <usize>(row & (partitions - 1));
    const own = limits + <usize>((row & 1) * columns) * 4;
    memory.fill(left, 0, 16);
    const yRow = y + <usize>row * 16 * stride;
    const chromaRow = <usize>row * 8 * chromaStride;
    for (let x = 0; x < columns; x++) {
      const macroblock = macroblocks + <usize>x * macroblockBytes;
      const segment = <usize>load<u8>(macroblock, 1);
      const isSmall = load<u8>(macroblock) !== 0;
      let isFull = false;
      if (load<u8>(macroblock, 2)) skipBlocks(above + <usize>x * 16, isSmall);
      else isFull = readBlocks(state, above + <usize>x * 16, isSmall, steps + 24 * segment);
      if (isSpent(state)) return 4;
      const limit = load<u32>(strengths + (segment << 3) + (isSmall ? 4 : 0));
      store<u32>(own + ((<usize>x) << 2), limit | (isFull ? 1 << 24 : 0));
      const yAt = yRow + <usize>x * 16;
      if (isSmall) {
        putSmall(yAt, stride, macroblock + 4, isFull, row > 0 && x === columns - 1);
      } else {
        predictLuma(yAt, stride, load<u8>(macroblock, 4), row > 0, x > 0);
        if (isFull) addBlocks(coefs, 4, yAt, stride);
      }
      const chroma = chromaRow + <usize>x * 8;
      const mode = <u32>load<u8>(macroblock, 3);
      predictChroma(u + chroma, chromaStride, mode, row > 0, x > 0);
      predictChroma(v + chroma, chromaStride, mode, row > 0, x > 0);
      if (isFull) {
        addBlocks(coefs + 512, 2, u + chroma, chromaStride);
        addBlocks(coefs + 640, 2, v + chroma, chromaStride);
      }
    }
    // A row is filtered once the next one was predicted from it, while both are in the cache.
    if (row > 0) filterAt(row - 1, limits, columns, y, u, v, stride, chromaStride);
  }
  filterAt(rows - 1, limits, columns, y, u, v, stride, chromaStride);
  return 0;
}

/** Bytes in reverse, the first one below `top`. Up to 15 more are written below the last. */
function reverse(from: usize, length: u32, top: usize): void {
  for (let i: usize = 0; i < <usize>length; i += 16) {
    const bytes = v128.load(from + i);
    v128.store(
      top - i - 16,
      i8x16.shuffle(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
    );
  }
}

/** Opens the partitions of coefficients: the sizes of all but the last, 3 bytes each, and then these. Section 9.5. */
function openPartitions(sizes: usize, length: u32, top: usize): bool {
  const table: u32 = 3 * (<u32>partitions - 1);
  if (length < table) return false;
  let left = length - table;
  let at = top - table;
  for (let i: usize = 0; i < <usize>partitions; i++) {
    const isLast = i === <usize>partitions - 1;
    const told = isLast ? left : load<u16>(sizes) | ((<u32>load<u8>(sizes, 2)) << 16);
    const size = min(told, left);
    if (isLast && left === 0) return false;
    openBools(others + stateBytes * i, at, size);
    at -= size;
    left -= size;
    sizes += 3;
  }
  return true;
}

/** What prediction finds above and to the left of a picture. Section 12.2. */
function putBorders(plane: usize, stride: usize, width: i32, height: i32): void {
  memory.fill(plane - stride - 1, 127, width + 5);
  for (let y = 0; y < height; y++) {
    store<u8>(plane - 1, 129);
    plane += stride;
  }
}

function skipBlocks(above: usize, isSmall: bool): void {
  store<u64>(above, 0);
  store<u64>(left, 0);
  // Y2 is remembered over macroblocks that have none.
  if (isSmall) return;
  store<u8>(above, 0, 8);
  store<u8>(left, 0, 8);
}

/** Of each of 24 blocks: 0 without differences, 1 with DC alone, 2 with more. */
const kinds: usize = memory.data(24);

/** Reads the coefficients of a macroblock. @returns whether there are any */
function readBlocks(state: usize, above: usize, isSmall: bool, own: usize): bool {
  let places = probabilities + 3 * typeBytes;
  let start: usize = 0;
  if (!isSmall) {
    const context = <usize>load<u8>(above, 8) + load<u8>(left, 8);
    const count = readBlock(state, probabilities + typeBytes, 0, context, own, y2Coefs);
    store<u8>(above, count > 0 ? 1 : 0, 8);
    store<u8>(left, count > 0 ? 1 : 0, 8);
    spreadDc(y2Coefs, coefs);
    v128.store(y2Coefs, i16x8.splat(0));
    v128.store(y2Coefs, i16x8.splat(0), 16);
    places = probabilities;
    start = 1;
  }
  let any = 0;
  let to = coefs;
  let kind = kinds;
  for (let y: usize = 0; y < 4; y++) {
    let before = <usize>load<u8>(left + y);
    for (let x: usize = 0; x < 4; x++) {
      const context = before + load<u8>(above + x);
      const count = readBlock(state, places, start, context, own + 8, to);
      before = count > <u32>start ? 1 : 0;
      store<u8>(above + x, <u8>before);
      const has = count > 1 ? 2 : load<i16>(to) !== 0 ? 1 : 0;
      store<u8>(kind, has);
      any |= has;
      kind++;
      to += 32;
    }
    store<u8>(left + y, <u8>before);
  }
  places = probabilities + 2 * typeBytes;
  for (let y: usize = 4; y < 8; y++) {
    const up = above + (y & 6);
    let before = <usize>load<u8>(left + y);
    for (let x: usize = 0; x < 2; x++) {
      const context = before + load<u8>(up + x);
      const count = readBlock(state, places, 0, context, own + 16, to);
      before = count > 0 ? 1 : 0;
      store<u8>(up + x, <u8>before);
      const has = count > 1 ? 2 : load<i16>(to) !== 0 ? 1 : 0;
      store<u8>(kind, has);
      any |= has;
      kind++;
      to += 32;
    }
    store<u8>(left + y, <u8>before);
  }
  return any !== 0;
}

/** Four samples above and to the right of the last macroblock of a row. */
const beyond: usize = memory.data(4);

/** Predicts the 16 blocks of luma one after the other, each with its differences. */
function putSmall(at: usize, stride: usize, modes: usize, isFull: bool, isCorner: bool): void {
  let corner = at - stride + 16;
  if (isCorner) {
    store<u32>(beyond, <u32>load<u8>(corner - 1) * 0x01010101);
    corner = beyond;
  }
  let kind = kinds;
  let from = coefs;
  for (let y = 0; y < 4; y++) {
    let to = at;
    for (let x = 0; x < 4; x++) {
      const right = x === 3 ? corner : to - stride + 4;
      const prediction = predictSmall(to, stride, right, load<u8>(modes));
      const has = isFull ? load<u8>(kind) : 0;
      if (has === 2) addBlock(from, prediction, to, stride);
      else if (has === 1) addFlat(from, prediction, to, stride);
      else putRows(prediction, to, stride);
      kind++;
      modes++;
      from += 32;
      to += 4;
    }
    at += 4 * stride;
  }
}

/** Adds the differences of side x side blocks that are predicted. */
function addBlocks(from: usize, side: i32, at: usize, stride: usize): void {
  let kind = kinds + ((from - coefs) >> 5);
  for (let y = 0; y < side; y++) {
    let to = at;
    for (let x = 0; x < side; x++) {
      const has = load<u8>(kind);
      if (has === 2) addBlock(from, rowsAt(to, stride), to, stride);
      else if (has === 1) addFlat(from, rowsAt(to, stride), to, stride);
      kind++;
      from += 32;
      to += 4;
    }
    at += 4 * stride;
  }
}

function filterAt(
  row: i32,
  limits: usize,
  columns: i32,
  y: usize,
  u: usize,
  v: usize,
  stride: usize,
  chromaStride: usize,
): void {
  if (filterType === 0) return;
  const own = limits + <usize>((row & 1) * columns) * 4;
  const at = y + <usize>row * 16 * stride;
  const down = <usize>row * 8 * chromaStride;
  const isFirst = row === 0;
  if (filterType === 1) filterRowSimply(own, columns, isFirst, at, stride);
  else filterRow(own, columns, isFirst, at, u + down, v + down, stride, chromaStride);
}
