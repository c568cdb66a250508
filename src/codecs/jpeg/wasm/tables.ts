import type { Arena } from './arena.js';
import { brokenJpeg } from './markers.js';
import type { JpegSegment } from './planes.js';

/** Bytes of a decoder's Huffman table in memory; see kernels/parts/tables.ts. */
const tableBytes = 24_896;

/** What DQT, DHT and DRI segments have set so far. */
export interface JpegTables {
  /** Steps by zigzag place, of four tables. */
  readonly quantisers: (Uint16Array | null)[];
  /** DHT specifications, counts and symbols: four of DC, four of AC. */
  readonly codes: (Uint8Array | null)[];
  interval: number;
}

export function emptyTables(): JpegTables {
  return { quantisers: Array(4).fill(null), codes: Array(8).fill(null), interval: 0 };
}

/** Takes what a segment sets; all others are passed over. ITU-T T.81, B.2.4. */
export function readTables(bytes: Uint8Array, segment: JpegSegment, tables: JpegTables): void {
  const data = bytes.subarray(segment.start + 4, segment.end);
  if (segment.marker === 0xdb) readQuantisers(data, tables);
  else if (segment.marker === 0xc4) readCodes(data, tables);
  else if (segment.marker === 0xdd) tables.interval = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
}

function readQuantisers(data: Uint8Array, tables: JpegTables): void {
  for (let at = 0; at < data.length; ) {
    const [wide, id] = [data[at]! >> 4, data[at]! & 15];
    const length = wide ? 128 : 64;
    if (id > 3 || wide > 1 || at + 1 + length > data.length) {
      throw brokenJpeg('a quantisation table is illegal or cut short');
    }
    const from = at + 1;
    const steps = new Uint16Array(64);
    for (let k = 0; k < 64; k++) {
      steps[k] = wide ? (data[from + 2 * k]! << 8) | data[from + 2 * k + 1]! : data[from + k]!;
    }
    tables.quantisers[id] = steps;
    at = from + length;
  }
}

function readCodes(data: Uint8Array, tables: JpegTables): void {
  for (let at = 0; at < data.length; ) {
    const [ac, id] = [data[at]! >> 4, data[at]! & 15];
    let length = 0;
    for (let i = at + 1; i < Math.min(at + 17, data.length); i++) length += data[i]!;
    const end = at + 17 + length;
    if (ac > 1 || id > 3 || length > 256 || end > data.length) {
      throw brokenJpeg('a Huffman table is illegal or cut short');
    }
    tables.codes[4 * ac + id] = data.slice(at + 1, end);
    at = end;
  }
}

/** Huffman tables as the kernel reads them, made again only where they have changed. */
export interface CodeTables {
  /** Pointers to the tables of DC and AC 0 to 3, of those that are set. */
  load(codes: readonly (Uint8Array | null)[]): readonly number[];
}

export function createCodeTables(arena: Arena): CodeTables {
  const first = arena.take(8 * tableBytes);
  const scratch = arena.take(16 + 256);
  const loaded: (Uint8Array | null)[] = Array(8).fill(null);
  const pointers = loaded.map((_, i) => first + i * tableBytes);
  return {
    load(codes) {
      codes.forEach((code, i) => {
        if (code === null || isSame(code, loaded[i]!)) return;
        arena.bytes(scratch, code.length).set(code);
        loaded[i] = null;
        if (!arena.kernel.fillTable(scratch, pointers[i]!, i < 4 ? 1 : 0)) {
          throw brokenJpeg('a Huffman table holds no prefix code');
        }
        loaded[i] = code;
      });
      return pointers;
    },
  };
}

function isSame(a: Uint8Array, b: Uint8Array | null): boolean {
  if (b === null || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
