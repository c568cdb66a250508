import { WorkError } from '../../base/errors.js';
import { type CodeTable, codeTable, readTables } from '../../codecs/jpeg/huffman-table.js';
import type { JpegBits } from '../../codecs/jpeg/wasm/planes.js';

/** A component of the frame: its sampling factors, and the tables of its scan. */
interface Component {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  dc: CodeTable | undefined;
  ac: CodeTable | undefined;
}

const marker = {
  frames: [0xc0, 0xc1],
  otherFrames: [0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
  huffman: 0xc4,
  scan: 0xda,
  restartInterval: 0xdd,
} as const;

/**
 * Reads the Huffman codes of a baseline JPEG of one scan once, without decoding a sample: how many
 * bits each MCU takes. Their sum is the scan without stuffing, restart markers and padding.
 * ITU-T T.81, sections B.2, C and F.2.2.
 * @throws WorkError for a file that is broken, progressive, arithmetic or of several scans
 */
export function readJpegBits(file: Uint8Array): JpegBits {
  const head = readHead(file);
  const { width, height, components, restartInterval } = head;
  // A scan of one component has no interleaving: its unit is one block (T.81, A.2.2).
  const single = components.length === 1;
  const across = single ? 1 : Math.max(...components.map(({ horizontal }) => horizontal));
  const down = single ? 1 : Math.max(...components.map(({ vertical }) => vertical));
  const unitWidth = 8 * across;
  const unitHeight = 8 * down;
  const columns = Math.ceil(width / unitWidth);
  const rows = Math.ceil(height / unitHeight);
  const blocks = components.flatMap(({ horizontal, vertical, dc, ac }) => {
    if (dc === undefined || ac === undefined) throw broken('a table of its scan is missing');
    return Array.from({ length: single ? 1 : horizontal * vertical }, () => ({ dc, ac }));
  });
  const bits = new Uint32Array(columns * rows);
  const segments = unstuff(file, head.scanStart);
  const perSegment = restartInterval === 0 ? bits.length : restartInterval;
  let unit = 0;
  for (const segment of segments) {
    const end = Math.min(bits.length, unit + perSegment);
    let at = 0;
    for (; unit < end; unit++) {
      const start = at;
      for (const { dc, ac } of blocks) at = skipBlock(segment, at, dc, ac);
      bits[unit] = at - start;
    }
  }
  if (unit < bits.length) throw broken('its scan ends early');
  return { columns, rows, unitWidth, unitHeight, bits };
}

/** Goes past the codes of one block of 64 coefficients. */
function skipBlock(bytes: Uint8Array, from: number, dc: CodeTable, ac: CodeTable): number {
  let at = from;
  const first = lookUp(bytes, at, dc);
  // The symbol of a DC difference is the count of its extra bits.
  at += (first >> 8) + (first & 0xff);
  for (let k = 1; k < 64; ) {
    const found = lookUp(bytes, at, ac);
    const run = (found >> 4) & 15;
    const size = found & 15;
    at += (found >> 8) + size;
    if (size === 0 && run < 15) break;
    k += run + 1;
  }
  return at;
}

function lookUp(bytes: Uint8Array, at: number, table: CodeTable): number {
  const byte = at >> 3;
  // Past the end the bits are ones, which no code is made of (T.81, C.2).
  const next =
    ((bytes[byte] ?? 255) << 16) | ((bytes[byte + 1] ?? 255) << 8) | (bytes[byte + 2] ?? 255);
  const found = table[(next >> (8 - (at & 7))) & 0xffff]!;
  if (found === 0 || byte >= bytes.length) throw broken('its scan holds no valid code');
  return found;
}

interface Head {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
  readonly restartInterval: number;
  readonly scanStart: number;
}

function readHead(file: Uint8Array): Head {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  /** Four of DC, four of AC. */
  const tables: CodeTable[] = [];
  let components: Component[] = [];
  let [width, height, restartInterval] = [0, 0, 0];
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) throw broken('a marker is missing');
    const type = file[at + 1]!;
    // Fill bytes may stand before a marker (T.81, B.1.1.2).
    if (type === 0xff) {
      at += 1;
      continue;
    }
    const body = at + 4;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > file.length || end < body) throw broken('a segment is cut off');
    if (marker.otherFrames.some((other) => other === type)) {
      throw new WorkError('expected a baseline JPEG of one scan, got another kind', {
        code: 'broken-image',
      });
    }
    if (marker.frames.some((frame) => frame === type)) {
      height = view.getUint16(body + 1);
      width = view.getUint16(body + 3);
      components = Array.from({ length: file[body + 5]! }, (_, i) => {
        const entry = body + 6 + 3 * i;
        const factors = file[entry + 1]!;
        const sampling = { horizontal: factors >> 4, vertical: factors & 15 };
        return { id: file[entry]!, ...sampling, dc: undefined, ac: undefined };
      });
    } else if (type === marker.huffman) {
      const found = readTables(file.subarray(body, end));
      if (found === null) throw broken('a Huffman table is cut off');
      for (const [slot, table] of found) tables[slot] = codeTable(table);
    } else if (type === marker.restartInterval) {
      restartInterval = view.getUint16(body);
    } else if (type === marker.scan) {
      const count = file[body]!;
      if (count !== components.length || count === 0) throw broken('it has several scans');
      for (let i = 0; i < count; i++) {
        const component = components.find(({ id }) => id === file[body + 1 + 2 * i]);
        const choice = file[body + 2 + 2 * i]!;
        if (component === undefined) throw broken('its scan names no component');
        component.dc = choice >> 4 < 4 ? tables[choice >> 4] : undefined;
        component.ac = tables[4 + (choice & 15)];
      }
      return { width, height, components, restartInterval, scanStart: end };
    }
    at = end;
  }
  throw broken('it has no scan');
}

/** The bytes of the scan without stuffing, a piece for every restart interval. */
function unstuff(file: Uint8Array, start: number): Uint8Array[] {
  const scan = new Uint8Array(file.length - start);
  const ends: number[] = [];
  let length = 0;
  for (let at = start; at < file.length; at++) {
    const byte = file[at]!;
    if (byte === 0xff) {
      const next = file[at + 1];
      at += 1;
      if (next !== undefined && next >= 0xd0 && next <= 0xd7) {
        ends.push(length);
        continue;
      }
      if (next !== 0) break;
    }
    scan[length++] = byte;
  }
  ends.push(length);
  return ends.map((end, i) => scan.subarray(ends[i - 1] ?? 0, end));
}

function broken(what: string): WorkError {
  return new WorkError(`the bits of a JPEG cannot be read: ${what}`, { code: 'broken-image' });
}
