import type { ModelledCoder } from '../coder.js';
import type { FlatTable } from '../flat-table.js';
import { type KernelCoder, openKernelCoder } from '../kernel-coder.js';
import { encoderDirectory, type PlaceImage, placeImage, placesOf } from '../table-image.js';
import type { CoderExports } from '../workspace.js';

interface RangeExports extends CoderExports {
  beginEncoder(table: number, precision: number, stream: number): void;
  encode(symbols: number, indexes: number, count: number): number;
  endEncoder(): number;
  beginDecoder(table: number, precision: number, stream: number, bytes: number): void;
  decode(symbols: number, indexes: number, count: number, direct: boolean): number;
  isAtEnd(): number;
}

/**
 * A range coder (Martin, "Range encoding: an algorithm for removing redundancy from a digitised
 * message", 1979) of 32 bits with carry, renormalised by bytes as Schindler's and LZMA's are. A stream
 * is at most some 3 bytes longer than the ideal, of which 2 are a mark of its end: see kernels/range.ts.
 */
export const range: ModelledCoder = {
  kind: 'modelled',
  id: 'range',
  title: 'Range coder',
  library: null,
  available: async () => true,
  open: () => openKernelCoder(kernelCoder),
};

const kernelCoder: KernelCoder<RangeExports, PlaceImage> = {
  kernel: new URL('../kernels/range.wasm', import.meta.url),
  encoderImage,
  decoderImage: (table, base) => placeImage(table, base, widestLast(table)),
  encode({ exports, symbols, indexes, reserveStream, copy }, { base, precision }, blocks) {
    // In front of it the kernel writes three bytes that are none.
    const stream = reserveStream(0) + 64;
    exports.beginEncoder(base, precision, stream);
    let end = stream;
    for (let block = 0; block < blocks.count; block++) {
      reserveStream(end - stream);
      end = exports.encode(symbols, indexes, blocks.load(block));
      if (end === 0) return null;
    }
    return copy(stream, exports.endEncoder());
  },
  begin({ exports }, { base, precision }, stream, bytes) {
    exports.beginDecoder(base, precision, stream, bytes);
    return true;
  },
  decode: ({ exports, symbols, indexes }, { direct }, count) =>
    exports.decode(symbols, indexes, count, direct),
  isAtEnd: ({ exports }) => exports.isAtEnd() !== 0,
};

/** Of each distribution, where its widest slot ends: counted from there on, it is the last one. */
function widestLast({ cdf, first, count }: FlatTable): Uint32Array {
  const ends = new Uint32Array(count);
  for (let number = 0; number < count; number++) {
    let widest = 0;
    for (let slot = first[number]!; slot < first[number + 1]! - 1; slot++) {
      const share = cdf[slot + 1]! - cdf[slot]!;
      if (share <= widest) continue;
      widest = share;
      ends[number] = cdf[slot + 1]!;
    }
  }
  return ends;
}

/** As kernels/range.ts wants it. */
function encoderImage(table: FlatTable, base: number): PlaceImage {
  const { precision, count, distinct, first } = table;
  const turns = widestLast(table);
  const image = new Uint32Array(4 * (distinct.length + first[count]! - count));
  const at = new Uint32Array(count);
  const mask = (1 << precision) - 1;
  let next = 4 * distinct.length;
  for (let number = 0; number < count; number++) {
    at[number] = base + 4 * next;
    for (let slot = first[number]!; slot < first[number + 1]! - 1; slot++, next += 4) {
      const { start, stop } = placesOf(table, slot, turns[number]!);
      image.set([start, stop - start, stop > mask ? mask : 0], next);
    }
  }
  image.set(encoderDirectory(table, at));
  return { bytes: new Uint8Array(image.buffer), base, precision, direct: false };
}
