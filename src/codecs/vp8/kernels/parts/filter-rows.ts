import {
  filterInnerPair,
  filterInnerRow,
  filterOuterPair,
  filterOuterRow,
  filterSimple,
} from './filter';
import { turn, turnPair, turnPairBack } from './turn';

// The filters of a row of macroblocks, one after the other: the left edge, those within, the upper edge, those
// within. Columns are turned to rows for theirs. RFC 6386, section 15.

/** A macroblock with its columns as rows. */
const turned: usize = memory.data(256, 16);

/**
 * @param strengths of each macroblock 4 bytes: limit, inner limit, threshold of variance, whether its inner
 *   edges are filtered
 */
export function filterRow(
  strengths: usize,
  columns: i32,
  isFirst: bool,
  y: usize,
  u: usize,
  v: usize,
  stride: usize,
  chromaStride: usize,
): void {
  for (let x = 0; x < columns; x++) {
    const limits = load<u8>(strengths);
    if (limits > 0) {
      const outer = i8x16.splat(<i8>(limits + 4));
      const limit = i8x16.splat(<i8>limits);
      const inner = v128.load8_splat(strengths + 1);
      const variance = v128.load8_splat(strengths + 2);
      const isInner = load<u8>(strengths, 3) !== 0;
      if (x > 0) {
        turnPair(y - 4, y - 4 + 8 * stride, stride, turned);
        filterOuterRow(turned + 64, 16, outer, inner, variance);
        turnPairBack(turned, y - 4, y - 4 + 8 * stride, stride);
        turnPair(u - 4, v - 4, chromaStride, turned);
        filterOuterRow(turned + 64, 16, outer, inner, variance);
        turnPairBack(turned, u - 4, v - 4, chromaStride);
      }
      if (isInner) {
        turn(y, stride, turned, 16);
        filterInnerRow(turned + 64, 16, limit, inner, variance);
        filterInnerRow(turned + 128, 16, limit, inner, variance);
        filterInnerRow(turned + 192, 16, limit, inner, variance);
        turn(turned, 16, y, stride);
        turnPair(u, v, chromaStride, turned);
        filterInnerRow(turned + 64, 16, limit, inner, variance);
        turnPairBack(turned, u, v, chromaStride);
      }
      if (!isFirst) {
        filterOuterRow(y, stride, outer, inner, variance);
        filterOuterPair(u, v, chromaStride, outer, inner, variance);
      }
      if (isInner) {
        filterInnerRow(y + 4 * stride, stride, limit, inner, variance);
        filterInnerRow(y + 8 * stride, stride, limit, inner, variance);
        filterInnerRow(y + 12 * stride, stride, limit, inner, variance);
        const down: usize = 4 * chromaStride;
        filterInnerPair(u + down, v + down, chromaStride, limit, inner, variance);
      }
    }
    strengths += 4;
    y += 16;
    u += 8;
    v += 8;
  }
}

/** The same by the simple filter, of luma alone. */
export function filterRowSimply(
  strengths: usize,
  columns: i32,
  isFirst: bool,
  y: usize,
  stride: usize,
): void {
  for (let x = 0; x < columns; x++) {
    const limits = load<u8>(strengths);
    if (limits > 0) {
      const outer = i8x16.splat(<i8>(limits + 4));
      const limit = i8x16.splat(<i8>limits);
      const isInner = load<u8>(strengths, 3) !== 0;
      if (x > 0) {
        turnPair(y - 4, y - 4 + 8 * stride, stride, turned);
        filterSimple(turned + 64, 16, outer);
        turnPairBack(turned, y - 4, y - 4 + 8 * stride, stride);
      }
      if (isInner) {
        turn(y, stride, turned, 16);
        filterSimple(turned + 64, 16, limit);
        filterSimple(turned + 128, 16, limit);
        filterSimple(turned + 192, 16, limit);
        turn(turned, 16, y, stride);
      }
      if (!isFirst) filterSimple(y, stride, outer);
      if (isInner) {
        filterSimple(y + 4 * stride, stride, limit);
        filterSimple(y + 8 * stride, stride, limit);
        filterSimple(y + 12 * stride, stride, limit);
      }
    }
    strengths += 4;
    y += 16;
  }
}
