import type { Raster } from '../../../image/raster.js';
import { codesOf } from '../huffman-table.js';
import { stepsAt, typicalCodes } from './annex-k.js';
import type { Arena } from './arena.js';
import { extend, putFactors } from './encode.js';
import type { JpegBits, JpegPlanes } from './planes.js';
import { planesOf } from './raster.js';

/** Rows of units that are in memory at once. */
const rowsAtOnce = 8;

/**
 * The bits of every unit of the JPEGs that `encode` makes of a picture at some qualities with the typical
 * Huffman codes: colours and the DCT are computed once for all of them, and nothing is coded. Memory is
 * that of some rows, however large the picture.
 * @returns in the order of the qualities
 */
export function countBits(
  arena: Arena,
  image: Raster,
  subsampling: JpegPlanes['subsampling'],
  qualities: readonly number[],
): readonly JpegBits[] {
  const mark = arena.mark();
  const isGrey = image.channels === 1;
  const [h, v] = isGrey ? ([1, 1] as const) : subsampling;
  const [unitWidth, unitHeight] = [8 * h, 8 * v];
  const columns = Math.ceil(image.width / unitWidth);
  const rows = Math.ceil(image.height / unitHeight);
  const factors = isGrey ? [[1, 1]] : [[h, v], [1, 1], [1, 1]];
  const lengths = typicalCodes.map((code, i) => putBits(arena, code, i % 2 === 1));
  const list = factors.flatMap(([across, down], i) => {
    const kind = Math.min(i, 1);
    const each = qualities.flatMap((quality) => [
      ...[putFactors(arena, stepsAt(quality)[kind]!), lengths[2 * kind]!],
      ...[lengths[2 * kind + 1]!, 0],
    ]);
    return [across!, down!, 0, 0, ...each];
  });
  const components = arena.take(4 * list.length);
  arena.ints(components, list.length).set(list);
  const scratch = arena.take(256);
  const apart = 4 * columns * rowsAtOnce;
  const to = arena.take(qualities.length * apart);
  const bits = qualities.map(() => new Uint32Array(columns * rows));
  const band = arena.mark();
  for (let row = 0; row < rows; row += rowsAtOnce) {
    const down = Math.min(rowsAtOnce, rows - row);
    const { planes } = planesOf(arena, rowsOf(image, row * unitHeight, down * unitHeight), [h, v]);
    planes.forEach((plane, i) => {
      const [across, high] = factors[i]!;
      extend(arena, plane, 8 * columns * across!, 8 * down * high!);
      const at = components + i * 16 * (1 + qualities.length);
      arena.ints(at + 8, 2).set([plane.pointer, plane.stride]);
    });
    arena.bytes(to, qualities.length * apart).fill(0);
    arena.kernel.countBits(
      ...[components, planes.length, qualities.length, columns, down, scratch, to, apart],
    );
    bits.forEach((all, i) => {
      all.set(arena.ints(to + i * apart, columns * down), columns * row);
    });
    arena.release(band);
  }
  arena.release(mark);
  return bits.map((each) => ({ columns, rows, unitWidth, unitHeight, bits: each }));
}

/** So many rows of a picture from one on, fewer at its end; the samples are shared. */
function rowsOf({ width, height, channels, depth, data }: Raster, from: number, count: number): Raster {
  const own = Math.min(count, height - from);
  const start = from * width * channels;
  return {
    ...{ width, height: own, channels, depth },
    data: data.subarray(start, start + own * width * channels),
  };
}

/** Of every symbol the bits of its code and of the value behind it (u8). */
function putBits(arena: Arena, content: Uint8Array, isAc: boolean): number {
  const { lengths } = codesOf({ counts: content.subarray(0, 16), symbols: content.subarray(16) });
  const at = arena.take(256);
  arena.bytes(at, 256).set(lengths.map((length, symbol) => length + (isAc ? symbol & 15 : symbol)));
  return at;
}
