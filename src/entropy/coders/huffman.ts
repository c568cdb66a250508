import { joinBytes } from '../../base/bytes.js';
import type { ModelledCoder } from '../coder.js';
import type { FlatTable } from '../flat-table.js';
import { type KernelCoder, openKernelCoder } from '../kernel-coder.js';
import { encoderDirectory, symbolOf } from '../table-image.js';
import type { CoderExports, TableImage } from '../workspace.js';
import { canonicalCodes, codeLengths } from './code-lengths.js';

interface HuffmanExports extends CoderExports {
  beginEncoder(table: number): void;
  encode(symbols: number, indexes: number, count: number, room: number): number;
  endEncoder(room: number): number;
  beginDecoder(table: number, stream: number, bytes: number): void;
  decode(symbols: number, indexes: number, count: number): number;
  isAtEnd(): number;
}

/**
 * A canonical prefix code for each distribution (Huffman 1952), of at most 16 bits: what whole bits a
 * symbol cost, up to half a bit a symbol and more where one symbol has nearly all of the mass. A
 * distribution of one symbol costs nothing.
 */
export const huffman: ModelledCoder = {
  kind: 'modelled',
  id: 'huffman',
  title: 'Huffman codes',
  library: null,
  available: async () => true,
  open: () => openKernelCoder(kernelCoder),
};

/** Enough for the 65,536 slots that there can be. */
const longest = 16;
/** Bits of a code that an entry of its own stands for at most. */
const widestEntry = 10;

const kernelCoder: KernelCoder<HuffmanExports, TableImage> = {
  kernel: new URL('../kernels/huffman.wasm', import.meta.url),
  encoderImage,
  decoderImage,
  encode({ exports, symbols, indexes, room, copy }, { base }, blocks) {
    exports.beginEncoder(base);
    const pieces: Uint8Array[] = [];
    for (let block = 0; block < blocks.count; block++) {
      const end = exports.encode(symbols, indexes, blocks.load(block), room);
      if (end === 0) return null;
      pieces.push(copy(room, end));
    }
    pieces.push(copy(room, exports.endEncoder(room)));
    return joinBytes(pieces);
  },
  begin({ exports }, { base }, stream, bytes) {
    exports.beginDecoder(base, stream, bytes);
    return true;
  },
  decode: ({ exports, symbols, indexes }, _image, count) => exports.decode(symbols, indexes, count),
  isAtEnd: ({ exports }) => exports.isAtEnd() !== 0,
};

function codesOf({ cdf, first }: FlatTable, number: number) {
  const from = first[number]!;
  const shares = Uint32Array.from(
    { length: first[number + 1]! - from - 1 },
    (_, slot) => cdf[from + slot + 1]! - cdf[from + slot]!,
  );
  const lengths = codeLengths(shares, longest);
  return { lengths, ...canonicalCodes(lengths) };
}

/** As kernels/huffman.ts wants it. */
function encoderImage(table: FlatTable, base: number): TableImage {
  const { precision, count, distinct, first } = table;
  const image = new Uint32Array(4 * distinct.length + first[count]! - count);
  const at = new Uint32Array(count);
  let next = 4 * distinct.length;
  for (let number = 0; number < count; number++) {
    at[number] = base + 4 * next;
    const { lengths, codes } = codesOf(table, number);
    for (let slot = 0; slot < codes.length; slot++) {
      image[next++] = codes[slot]! | (lengths[slot]! << 16);
    }
  }
  image.set(encoderDirectory(table, at));
  return { bytes: new Uint8Array(image.buffer), base, precision };
}

function decoderImage(table: FlatTable, base: number): TableImage {
  const { precision, count, distinct, offset, own } = table;
  const parts: Uint32Array[] = [];
  const at = new Uint32Array(count);
  const widths = new Uint32Array(count);
  let bytes = 16 * distinct.length;
  for (let number = 0; number < count; number++) {
    const { part, width } = decoderPart(table, number, base + bytes);
    at[number] = base + bytes;
    widths[number] = width;
    bytes += part.byteLength;
    parts.push(part);
  }
  const image = new Uint32Array(bytes / 4);
  for (const [index, number] of distinct.entries()) {
    image.set([at[number]!, widths[number]!, offset[number]!, own[number]!], 4 * index);
  }
  let next = 4 * distinct.length;
  for (const part of parts) {
    image.set(part, next);
    next += part.length;
  }
  return { bytes: new Uint8Array(image.buffer), base, precision };
}

/** Entries, and if there are longer codes than they are wide, lengths and list. */
function decoderPart(table: FlatTable, number: number, base: number) {
  const { lengths, codes, firsts, counts } = codesOf(table, number);
  const greatest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const width = Math.min(widestEntry, greatest);
  const entries = 2 ** width;
  const part = new Uint32Array(entries + (greatest > width ? 34 + codes.length : 0));
  // The bits of a pointer, of which images of tables stay far below.
  const long = 0x4000_0000 | (base + 4 * entries);
  part.fill(long, 0, entries);
  const starts = new Uint32Array(17);
  if (greatest > width) {
    for (let length = 1; length <= longest; length++) {
      starts[length] = starts[length - 1]! + counts[length - 1]!;
      const limit = (firsts[length]! + counts[length]!) * 2 ** (longest - length);
      part[entries + 2 * length] = length < greatest ? limit : 2 ** longest;
      part[entries + 2 * length + 1] = starts[length]! - firsts[length]!;
    }
  }
  for (let slot = 0; slot < codes.length; slot++) {
    const length = lengths[slot]!;
    const entry = symbolOf(table, number, slot) | (length << 16);
    const code = codes[slot]!;
    if (greatest > width) part[entries + 34 + starts[length]! + code - firsts[length]!] = entry;
    if (length > width) continue;
    const from = code * 2 ** (width - length);
    part.fill(entry, from, from + 2 ** (width - length));
  }
  return { part, width };
}
