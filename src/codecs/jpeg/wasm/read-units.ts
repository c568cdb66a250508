import type { Raster } from '../../../image/raster.js';
import { codesOf } from '../huffman-table.js';
import { typicalCodes } from './annex-k.js';
import type { Arena } from './arena.js';
import { extend } from './encode.js';
import { encodeSteps, factorsOf, putFactors } from './encode-tables.js';
import { takePlane } from './layout.js';
import type { JpegPlane } from './planes.js';
import { planesOf } from './raster.js';

/** What is read of every square of 16x16 pixels, an MCU of 4:2:0. */
export type UnitReading =
  /** The bits that it takes at a quality of 1 to 100, all components together, with the typical codes. */
  | { readonly of: 'bits'; readonly quality: number }
  /**
   * How many coefficients of blocks of 8x8, the mean apart, are not 0 when all are divided by one step,
   * in levels: of luma, of luma at half its size, of both chroma at half their size.
   */
  | { readonly of: 'luma' | 'half-luma' | 'chroma'; readonly step: number };

/** A number for every square, row by row. */
export interface UnitSums {
  readonly columns: number;
  readonly rows: number;
  /** `columns` x `rows`. */
  readonly sums: Uint32Array;
}

const unitSide = 16;

/** Rows of units that are in memory at once. */
const rowsAtOnce = 8;

/** Of a plane: its blocks in a unit, across and down, and as which of the three it is read. */
interface Part {
  readonly blocks: 1 | 2;
  readonly of: 'luma' | 'half-luma' | 'chroma';
  /** Which tables the encoder takes for it; null where it is none of the encoder's planes. */
  readonly kind: 0 | 1 | null;
}

const luma: Part = { blocks: 2, of: 'luma', kind: 0 };
const chroma: Part = { blocks: 1, of: 'chroma', kind: 1 };
const halfLuma: Part = { blocks: 1, of: 'half-luma', kind: null };

/**
 * Reads what every square of a picture holds: colours and the DCT are computed once for all readings, and
 * nothing is coded. Of a colour picture the bits are the very ones that `encode` spends at 4:2:0 without
 * `optimise`; of grey, whose scan goes block by block, all but those of the steps from block to block.
 * Memory is that of some rows, however large the picture.
 * @returns in the order of the readings
 */
export function readUnits(
  arena: Arena,
  image: Raster,
  readings: readonly UnitReading[],
): readonly UnitSums[] {
  const mark = arena.mark();
  const columns = Math.ceil(image.width / unitSide);
  const rows = Math.ceil(image.height / unitSide);
  const apart = 4 * columns * rowsAtOnce;
  const to = arena.take(readings.length * apart);
  const hasHalf = readings.some(({ of }) => of === 'half-luma');
  const parts = [
    luma,
    ...(image.channels === 1 ? [] : [chroma, chroma]),
    ...(hasHalf ? [halfLuma] : []),
  ];
  const size = 20 * (1 + readings.length);
  const components = arena.take(parts.length * size);
  const bitTables = typicalCodes.map((code, i) => putBits(arena, code, i % 2 === 1));
  parts.forEach((part, i) => {
    const list = readings.flatMap((reading, at) =>
      numbersOf(arena, part, reading, bitTables, to + at * apart),
    );
    arena
      .ints(components + i * size, 5 + list.length)
      .set([part.blocks, part.blocks, 0, 0, list.length / 5, ...list]);
  });
  const scratch = arena.take(256);
  const found = readings.map(() => new Uint32Array(columns * rows));
  const band = arena.mark();
  for (let row = 0; row < rows; row += rowsAtOnce) {
    const down = Math.min(rowsAtOnce, rows - row);
    const { planes } = planesOf(arena, rowsOf(image, row * unitSide, down * unitSide), [2, 2]);
    planes.forEach((plane, i) => {
      const side = 8 * parts[i]!.blocks;
      extend(arena, plane, columns * side, down * side);
    });
    const all = hasHalf ? [...planes, halved(arena, planes[0]!, 8 * columns, 8 * down)] : planes;
    all.forEach(({ pointer, stride }, i) => {
      arena.ints(components + i * size + 8, 2).set([pointer, stride]);
    });
    arena.bytes(to, readings.length * apart).fill(0);
    arena.kernel.readUnits(components, parts.length, size, columns, down, scratch);
    found.forEach((sums, i) => {
      sums.set(arena.ints(to + i * apart, columns * down), columns * row);
    });
    arena.release(band);
  }
  arena.release(mark);
  return found.map((sums) => ({ columns, rows, sums }));
}

/** What the kernel is told of a reading of a plane; nothing where it is of other planes. */
function numbersOf(
  arena: Arena,
  { of, kind }: Part,
  reading: UnitReading,
  bitTables: readonly number[],
  to: number,
): number[] {
  if (reading.of === 'bits') {
    if (kind === null) return [];
    const factors = putFactors(arena, encodeSteps(reading.quality)[kind]!.factors);
    return [factors, bitTables[2 * kind]!, bitTables[2 * kind + 1]!, 0, to];
  }
  if (reading.of !== of) return [];
  return [putFactors(arena, factorsOf(Array<number>(64).fill(reading.step))), 0, 0, 0, to];
}

function halved(arena: Arena, luma: JpegPlane, width: number, height: number): JpegPlane {
  const plane = takePlane(arena, { width, height });
  arena.kernel.halve(luma.pointer, luma.stride, width, height, plane.pointer, plane.stride);
  return plane;
}

/** So many rows of a picture from one on, fewer at its end; the samples are shared. */
function rowsOf(
  { width, height, channels, depth, data }: Raster,
  from: number,
  count: number,
): Raster {
  const own = Math.min(count, height - from);
  const start = from * width * channels;
  const rows = data.subarray(start, start + own * width * channels);
  return { width, height: own, channels, depth, data: rows };
}

/** Of every symbol the bits of its code and of the value behind it (u8). */
function putBits(arena: Arena, content: Uint8Array, isAc: boolean): number {
  const { lengths } = codesOf({ counts: content.subarray(0, 16), symbols: content.subarray(16) });
  const at = arena.take(256);
  arena.bytes(at, 256).set(lengths.map((length, symbol) => length + (isAc ? symbol & 15 : symbol)));
  return at;
}
