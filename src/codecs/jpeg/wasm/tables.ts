import { brokenJpeg } from './markers.js';
import type { JpegSegment } from './planes.js';

/** What DQT, DHT and DRI segments have set so far. */
export interface JpegTables {
  /** Steps by zigzag place, of four tables. */
  readonly quantisers: (Uint16Array | null)[];
  /** DHT specifications, counts and symbols: four of DC, four of AC. */
  readonly codes: (Uint8Array | null)[];
  interval: number;
}

/** Tables that were read before, by their numbers: what a file says again is the same value again. */
export type KnownTables = Pick<JpegTables, 'quantisers' | 'codes'>;

export function emptyTables(): JpegTables {
  return { quantisers: Array(4).fill(null), codes: Array(8).fill(null), interval: 0 };
}

/** Takes what a segment sets; all others are passed over. ITU-T T.81, B.2.4. */
export function readTables(
  bytes: Uint8Array,
  { marker, start, end }: JpegSegment,
  tables: JpegTables,
  known: KnownTables = tables,
): void {
  if (marker === 0xdb) readQuantisers(bytes, start + 4, end, tables, known);
  else if (marker === 0xc4) readCodes(bytes, start + 4, end, tables, known);
  else if (marker === 0xdd) {
    const length = end - start - 4;
    const high = length > 0 ? bytes[start + 4]! : 0;
    tables.interval = (high << 8) | (length > 1 ? bytes[start + 5]! : 0);
  }
}

function readQuantisers(
  bytes: Uint8Array,
  start: number,
  end: number,
  tables: JpegTables,
  known: KnownTables,
): void {
  for (let at = start; at < end; ) {
    const wide = bytes[at]! >> 4;
    const id = bytes[at]! & 15;
    const next = at + 1 + (wide ? 128 : 64);
    if (id > 3 || wide > 1 || next > end) {
      throw brokenJpeg('a quantisation table is illegal or cut short');
    }
    const before = known.quantisers[id]!;
    const steps = wide || !isSteps(bytes, at + 1, before) ? stepsAt(bytes, at + 1, wide) : before;
    known.quantisers[id] = steps;
    tables.quantisers[id] = steps;
    at = next;
  }
}

/** Whether steps of 8 bits stand there that are known. */
function isSteps(bytes: Uint8Array, at: number, steps: Uint16Array | null): steps is Uint16Array {
  return steps?.every((step, k) => bytes[at + k] === step) ?? false;
}

function stepsAt(bytes: Uint8Array, at: number, wide: number): Uint16Array {
  const steps = new Uint16Array(64);
  for (let k = 0; k < 64; k++) {
    steps[k] = wide ? (bytes[at + 2 * k]! << 8) | bytes[at + 2 * k + 1]! : bytes[at + k]!;
  }
  return steps;
}

function readCodes(
  bytes: Uint8Array,
  start: number,
  end: number,
  tables: JpegTables,
  known: KnownTables,
): void {
  for (let at = start; at < end; ) {
    const ac = bytes[at]! >> 4;
    const id = bytes[at]! & 15;
    let length = 0;
    for (let i = at + 1; i < Math.min(at + 17, end); i++) length += bytes[i]!;
    const next = at + 17 + length;
    if (ac > 1 || id > 3 || length > 256 || next > end) {
      throw brokenJpeg('a Huffman table is illegal or cut short');
    }
    const place = 4 * ac + id;
    const before = known.codes[place]!;
    const code = isCode(bytes, at + 1, next, before) ? before : bytes.slice(at + 1, next);
    known.codes[place] = code;
    tables.codes[place] = code;
    at = next;
  }
}

/** Whether a specification stands there that is known. */
function isCode(
  bytes: Uint8Array,
  at: number,
  end: number,
  code: Uint8Array | null,
): code is Uint8Array {
  if (code === null || code.length !== end - at) return false;
  for (let i = 0; i < code.length; i++) if (bytes[at + i] !== code[i]) return false;
  return true;
}
