import type { Arena } from './arena.js';
import type { DecodeRoom } from './decode-room.js';
import type { Frame } from './frame.js';
import { brokenJpeg, damageOf, nextSegment } from './markers.js';
import type { JpegHead } from './planes.js';
import { blockShapes, putOrder, putQuantisers } from './quantisers.js';
import { unstuffScan } from './scan-bytes.js';
import { readScanHeader, type ScanHeader } from './scan-header.js';
import { type JpegTables, readTables } from './tables.js';

/** Scans beyond which a file is refused: encoders write about ten. */
const mostScans = 100;

/** A component with all its coefficients, 128 bytes a block. */
interface Coefficients {
  readonly at: number;
  /** Blocks, with those that fill up units. */
  readonly across: number;
  readonly down: number;
  /** Steps as they were at its first scan; null before. */
  steps: Uint16Array | null;
}

/**
 * Decodes the scans of a frame, progressive or of one component each, and makes samples at the end.
 * @returns where the marker that ends the picture stands, or the bytes end
 */
export function decodeManyScans(
  arena: Arena,
  frame: Frame,
  first: ScanHeader,
  tables: JpegTables,
  room: DecodeRoom,
): number {
  const { head, shape, columns, rows, components, file, damage } = frame;
  const blocks = components.reduce((sum, { across, down }) => sum + across * down, 0);
  // Every block takes a bit of the first scan.
  if (8 * file.length < blocks * columns * rows) {
    damage.push('it is cut short: it has fewer bits than blocks');
  }
  const all = components.map(({ across, down }): Coefficients => {
    const size = { across: columns * across, down: rows * down };
    const at = arena.take(128 * size.across * size.down);
    arena.bytes(at, 128 * size.across * size.down).fill(0);
    return { ...size, at, steps: null };
  });
  if (frame.bits !== 0) arena.ints(frame.bits, columns * rows).fill(0);
  const order = putOrder(arena, blockShapes[1]);
  const bytes = () => arena.bytes(file.at, file.length);
  let scan: ScanHeader | null = first;
  let at = first.dataAt;
  try {
    for (let scans = 1; scan !== null; scans++) {
      if (scans > mostScans) throw brokenJpeg(`it has more than ${mostScans} scans`);
      for (const { index } of scan.components) {
        all[index]!.steps ??= tables.quantisers[head.components[index]!.table] ?? null;
      }
      const mark = arena.mark();
      at = decodeScan(arena, frame, scan, all, tables, room.load(tables.codes), order);
      arena.release(mark);
      if (damage.length > 0) break;
      const next = nextScan(bytes(), at, head, tables);
      [at, scan] = [next.at, next.scan];
    }
  } catch (error) {
    // What came out of the scans before is a picture.
    damage.push(damageOf(error));
  }
  all.forEach(({ steps, across, down, at: coefs }, i) => {
    const { plane } = components[i]!;
    if (steps === null) {
      damage.push('a component has no scan, or no quantisation table');
      return;
    }
    const mark = arena.mark();
    const quantisers = putQuantisers(arena, steps, shape);
    const packed = arena.take(32 * across + 64);
    arena.kernel.putPlane(
      ...[coefs, across, down, quantisers, plane.pointer, plane.stride, shape.shift, packed],
    );
    arena.release(mark);
  });
  return at;
}

/** Takes the tables up to the next scan; there is none where the picture ends. */
function nextScan(
  bytes: Uint8Array,
  from: number,
  head: JpegHead,
  tables: JpegTables,
): { at: number; scan: ScanHeader | null } {
  for (let at = from; ; ) {
    const segment = nextSegment(bytes, at);
    if (segment === null || segment.marker === 0xd9) return { at, scan: null };
    at = segment.end;
    readTables(bytes, segment, tables);
    if (segment.marker === 0xda) return { at, scan: readScanHeader(bytes, segment, head) };
  }
}

/** Decodes one scan and tells where the next marker stands. */
function decodeScan(
  arena: Arena,
  { head, components, columns, rows, file, damage, bits }: Frame,
  scan: ScanHeader,
  all: readonly Coefficients[],
  { codes, interval }: JpegTables,
  pointers: readonly number[],
  order: number,
): number {
  const kind = head.progressive ? kindOf(scan) : kinds.sequential;
  const alone = scan.components.length === 1;
  const numbers = scan.components.flatMap(({ index, dc, ac }) => {
    const { across, down } = components[index]!;
    const { at, across: width } = all[index]!;
    const needs = [...(kind <= kinds.firstDc ? [dc] : []), ...(kind % 3 === 0 ? [4 + ac] : [])];
    if (kind === kinds.refineAc) needs.push(4 + ac);
    if (needs.some((table) => !codes[table])) throw brokenJpeg('a Huffman table is missing');
    const unit = alone ? [1, 1] : [across, down];
    return [...unit, pointers[dc]!, pointers[4 + ac]!, across, down, at, 128 * width, 0, 0];
  });
  const [width, height] = alone ? components[scan.components[0]!.index]!.blocks : [columns, rows];
  const units = width * height;
  const bytes = unstuffScan(
    ...([arena, file, scan.dataAt, interval === 0 ? 1 : Math.ceil(units / interval)] as const),
  );
  if (bytes.damage !== null) damage.push(bytes.damage);
  const list = arena.take(4 * numbers.length);
  arena.ints(list, numbers.length).set(numbers);
  const done = arena.kernel.decodeScan(
    ...[list, scan.components.length, width, height, interval],
    ...[bytes.top, bytes.length, bytes.restarts],
    ...[kind, scan.from, scan.to, head.progressive ? scan.low : 0, order, bits, columns],
  );
  if (done < units) damage.push(`${done} of ${units} units of a scan can be decoded`);
  return bytes.end;
}

/** As the kernel numbers them. */
const kinds = { sequential: 0, firstDc: 1, refineDc: 2, firstAc: 3, refineAc: 4 } as const;

function kindOf({ from, high }: ScanHeader): number {
  if (from === 0) return high === 0 ? kinds.firstDc : kinds.refineDc;
  return high === 0 ? kinds.firstAc : kinds.refineAc;
}
