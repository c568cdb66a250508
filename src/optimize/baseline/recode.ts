import { WorkError } from '../../base/errors.js';
import {
  bestTable,
  type CodeTable,
  codesOf,
  codeTable,
  readTables,
  tableSegment,
} from '../../codecs/jpeg/huffman-table.js';
import type { Range } from '../../image/files/colour/heif-items.js';
import { type JpegSegment, jpegSegments } from '../metadata/jpeg.js';
import { type BitWriter, createBitWriter } from './bit-writer.js';
import { type Frame, readFrame, readScan } from './frame.js';
import { type ScanLayout, walkScan } from './walk.js';

const marker = { start: 0xd8, table: 0xc4, restartInterval: 0xdd, scan: 0xda } as const;

/** Frames that are baseline or extended sequential, by Huffman codes; all others are of other ways. */
const sequential = new Set([0xc0, 0xc1]);
const otherFrames = new Set([0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** A scan with all that is needed to read it. */
interface Scan {
  readonly segment: JpegSegment;
  readonly data: Range;
  readonly layout: ScanLayout;
  readonly tables: readonly (CodeTable | undefined)[];
}

/**
 * Codes a sequential JPEG again, by Huffman tables made for each of its scans: every coefficient stays as
 * it is. Symbols are passed on as they are read, so that little more memory is taken than the two files
 * have, however large the picture. The new file is read back and compared.
 * @param behindStart segments that the new file has first
 * @returns null for a file that is progressive, arithmetic, lossless, or of more than 8 bits
 * @throws WorkError for a file that is broken or cut short
 */
export function recodeBaseline(
  bytes: Uint8Array,
  behindStart: Uint8Array = new Uint8Array(0),
): Uint8Array | null {
  const writer = createBitWriter(bytes.length + behindStart.length);
  let sum = 0;
  for (const part of partsOf(bytes)) {
    if (part === null) return null;
    if (part instanceof Uint8Array) {
      writer.copy(part);
      if (part[1] === marker.start) writer.copy(behindStart);
    } else sum = Math.imul(sum, 31) ^ recodeScan(bytes, part, writer);
  }
  const file = writer.finish();
  if (sumOfSymbols(file) === sum) return file;
  throw new WorkError('JPEG that was coded again holds other coefficients', {
    code: 'engine-failed',
  });
}

/** The bytes that `recodeBaseline` would save, less what is stuffed into coded data; null as there. */
export function savedByRecoding(bytes: Uint8Array): number | null {
  let saved = 0;
  for (const part of partsOf(bytes)) {
    if (part === null) return null;
    if (part instanceof Uint8Array) continue;
    const { frequencies, extraBits } = countSymbols(bytes, part);
    const best = bestTables(frequencies);
    const codeBits = best.reduce((sum, [slot, table]) => {
      const { lengths } = codesOf(table);
      return lengths.reduce((bits, length, i) => bits + length * frequencies[slot]![i]!, sum);
    }, 0);
    saved += part.data.end - part.data.start - (codeBits + extraBits) / 8;
  }
  return saved;
}

/** A number that all symbols of all scans go into, with their extra bits and order. */
function sumOfSymbols(bytes: Uint8Array): number {
  let sum = 0;
  for (const part of partsOf(bytes)) {
    if (part !== null && !(part instanceof Uint8Array)) {
      sum = Math.imul(sum, 31) ^ countSymbols(bytes, part).sum;
    }
  }
  return sum;
}

/** Segments that are passed on as they are, and scans; null where the file is not sequential. */
function* partsOf(bytes: Uint8Array): Generator<Uint8Array | Scan | null> {
  const tables: (CodeTable | undefined)[] = [];
  let frame: Frame | null = null;
  let restartInterval = 0;
  for (const segment of jpegSegments(bytes)) {
    const { marker: kind, start, content, end } = segment;
    const whole = bytes.subarray(start, end);
    if (otherFrames.has(kind)) yield null;
    if (sequential.has(kind)) {
      frame = readFrame(bytes.subarray(content, end));
      if (frame === null) yield null;
    }
    if (kind === marker.restartInterval)
      restartInterval = bytes[content]! * 256 + bytes[content + 1]!;
    if (kind === marker.table) {
      for (const [slot, table] of readTables(bytes.subarray(content, end)) ?? []) {
        tables[slot] = codeTable(table);
      }
    } else if (kind === marker.scan) {
      const data = content - 2 + bytes[content - 2]! * 256 + bytes[content - 1]!;
      const layout = frame && readScan(bytes.subarray(content, data), frame, restartInterval);
      yield layout && { segment, data: { start: data, end }, layout, tables: [...tables] };
    } else yield whole;
  }
}

function countSymbols(bytes: Uint8Array, { data, layout, tables }: Scan) {
  const frequencies = Array.from({ length: 8 }, () => new Uint32Array(256));
  let [sum, extraSum] = [0, 0];
  walkScan(bytes, data, layout, tables, {
    symbol(slot, symbol, extra, extraBits) {
      extraSum += extraBits;
      frequencies[slot]![symbol]! += 1;
      sum = Math.imul(sum ^ ((slot << 24) | (symbol << 16) | (extraBits << 12)), 0x01000193);
      sum = Math.imul(sum ^ extra, 0x01000193);
    },
    restart(code) {
      sum = Math.imul(sum ^ code, 0x01000193);
    },
  });
  return { frequencies, sum, extraBits: extraSum };
}

/** Writes a scan with tables of its own before it, and tells the number that its symbols go into. */
function recodeScan(bytes: Uint8Array, scan: Scan, writer: BitWriter): number {
  const { frequencies, sum } = countSymbols(bytes, scan);
  const best = bestTables(frequencies);
  const codes = new Map(best.map(([slot, table]) => [slot, codesOf(table)]));
  const bySlot = Array.from({ length: 8 }, (_, slot) => codes.get(slot));
  const { segment, data, layout, tables } = scan;
  writer.copy(tableSegment(best));
  writer.copy(bytes.subarray(segment.start, data.start));
  walkScan(bytes, data, layout, tables, {
    symbol(slot, symbol, extra, extraBits) {
      const { codes: code, lengths } = bySlot[slot]!;
      writer.write(code[symbol]!, lengths[symbol]!);
      if (extraBits > 0) writer.write(extra, extraBits);
    },
    restart: (code) => writer.marker(code),
  });
  return sum;
}

/** The best tables of the slots that are used. */
function bestTables(frequencies: readonly Uint32Array[]) {
  return frequencies.flatMap((each, slot) =>
    each.some((count) => count > 0) ? [[slot, bestTable(each)] as const] : [],
  );
}
