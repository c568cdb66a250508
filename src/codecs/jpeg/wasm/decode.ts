import { checkPixels } from '../../../image/pixels.js';
import type { Arena } from './arena.js';
import { readJpegHead, subsamplingOf } from './head.js';
import { takePlane } from './layout.js';
import { brokenJpeg, nextSegment } from './markers.js';
import type { JpegBits, JpegHead, JpegPlane, JpegPlanes } from './planes.js';
import { type CodeTables, emptyTables, type JpegTables, readTables } from './tables.js';
import { zigzag } from './zigzag.js';

export interface DecodeOptions {
  /** How much smaller the planes are than the picture: each block of 8x8 gives 8, 4, 2 or 1 samples a side. */
  readonly scale?: 1 | 2 | 4 | 8;
  /** Decodes what there is of a broken or cut file, the rest of it grey, and says so in `damage`. */
  readonly lenient?: boolean;
  /** A picture of more pixels is refused. */
  readonly maxPixels?: number;
  /** Whether to tell the bits of every MCU. */
  readonly wantsBits?: boolean;
}

export interface DecodedJpeg extends JpegPlanes {
  readonly head: JpegHead;
  /** What is wrong with the file; null where nothing is. */
  readonly damage: string | null;
  readonly bits: JpegBits | null;
}

/** The geometry of one component, in blocks of whole MCUs. */
interface Component {
  readonly across: number;
  readonly down: number;
  readonly plane: JpegPlane;
  readonly quantisers: number;
}

/** MCUs whose coefficients the kernel holds at once, and bytes that a scan may be read past its start. */
const mostMcus = 16;
const guard = 4096;
/** Where coefficients go, by scale: how many a side, and bytes of a block with room for the others. */
const shapes = {
  1: { side: 8, spacing: 144, shift: 0 },
  2: { side: 4, spacing: 48, shift: 1 },
  4: { side: 2, spacing: 16, shift: 2 },
  8: { side: 1, spacing: 16, shift: 3 },
} as const;

/** Decodes a JPEG that lies in the arena to planes. */
export function decodeJpeg(
  arena: Arena,
  codeTables: CodeTables,
  file: { at: number; length: number },
  { scale = 1, lenient = false, maxPixels = 2 ** 28, wantsBits = false }: DecodeOptions,
): DecodedJpeg {
  const bytes = () => arena.bytes(file.at, file.length);
  const head = readJpegHead(bytes());
  const { width, height, components } = head;
  if (head.refused !== null) throw brokenJpeg(`${head.refused} is not decoded here`);
  checkPixels(width, height, maxPixels);
  const shape = shapes[scale];
  const subsampling = subsamplingOf(components)!;
  const unit = [8 * subsampling[0], 8 * subsampling[1]] as const;
  const [across, down] = [Math.ceil(width / unit[0]), Math.ceil(height / unit[1])];
  const tables = emptyTables();
  readUpTo(bytes(), head.scanAt, tables);
  const damage: string[] = [];
  const planes = components.map((_, i): Component => {
    const [h, v] = i === 0 ? subsampling : [1, 1];
    const [sx, sy] = i === 0 ? [1, 1] : subsampling;
    const plane = takePlane(
      arena,
      { width: Math.ceil(width / (sx * scale)), height: Math.ceil(height / (sy * scale)) },
      { width: across * h * shape.side, height: down * v * shape.side },
    );
    const quantisers = arena.take(128);
    return { across: h, down: v, plane, quantisers };
  });
  const mark = arena.mark();
  const scan = readScan(bytes(), head);
  if (head.progressive || scan.components.length < components.length) {
    throw brokenJpeg('progressive scans are not decoded here');
  }
  components.forEach(({ table }, i) => {
    const steps = tables.quantisers[table];
    if (!steps) throw brokenJpeg('a quantisation table is missing');
    putQuantisers(arena, planes[i]!.quantisers, steps, shape.side);
  });
  if (lenient) for (const { plane } of planes) fillGrey(arena, plane);
  const pointers = codeTables.load(tables.codes);
  const segments = tables.interval === 0 ? 1 : Math.ceil((across * down) / tables.interval);
  const restarts = arena.take(4 * segments);
  const ends = wantsBits ? arena.take(4 * across * down) : 0;
  const map = arena.take(256);
  putMap(arena, map, shape);
  const list = arena.take(40 * components.length);
  const rows = planes.map((plane) => {
    const row = shape.spacing * mostMcus * plane.across;
    return { row, at: arena.take(row * plane.down + 4 * shape.spacing) };
  });
  const lowest = arena.take(file.length - scan.end + guard + 64);
  const top = lowest + guard + 64 + (file.length - scan.end);
  const view = arena.ints(list, 10 * components.length);
  planes.forEach(({ across: h, down: v, plane, quantisers }, i) => {
    const [dc, ac] = scan.components[i]!;
    if (!tables.codes[dc] || !tables.codes[4 + ac]) throw brokenJpeg('a Huffman table is missing');
    const { row, at } = rows[i]!;
    view.set(
      [h, v, pointers[dc]!, pointers[4 + ac]!, quantisers, at, row, plane.pointer, plane.stride, 0],
      10 * i,
    );
  });
  const end = file.at + file.length;
  const length = arena.kernel.unstuff(file.at + scan.end, end, top, restarts, segments - 1);
  const found = arena.kernel.restartsFound();
  if (found !== segments - 1) {
    damage.push(
      `it has ${found < 0 ? 'restart markers out of order' : `${found} restart markers, not ${segments - 1}`}`,
    );
    for (let i = Math.max(0, found); i < segments - 1; i++) {
      if (found >= 0) arena.ints(restarts, segments)[i] = length;
    }
  }
  if (damage.length > 0 && !lenient) throw brokenJpeg(damage[0]!);
  const done = arena.kernel.decodeSequential(
    ...[list, components.length, across, down, tables.interval, top, length, restarts],
    ...[map, shape.spacing, shape.shift, ends],
  );
  if (done < across * down) damage.push(`${done} of ${across * down} units can be decoded`);
  if (!hasEnd(bytes(), arena.kernel.endOfScan() - file.at)) {
    damage.push('it is cut short: it has no end of image');
  }
  if (damage.length > 0 && !lenient) throw brokenJpeg(damage[0]!);
  const bits = wantsBits
    ? {
        columns: across,
        rows: down,
        unitWidth: unit[0],
        unitHeight: unit[1],
        bits: bitsOf(arena.ints(ends, across * down), done),
      }
    : null;
  arena.release(mark);
  return {
    width: Math.ceil(width / scale),
    height: Math.ceil(height / scale),
    subsampling,
    planes: planes.map(({ plane }) => plane),
    source: { width, height, scale },
    head,
    damage: damage[0] ?? null,
    bits,
  };
}

/** Takes all tables before a place. */
function readUpTo(bytes: Uint8Array, end: number, tables: JpegTables): void {
  for (let at = 2; at < end; ) {
    const segment = nextSegment(bytes, at);
    if (segment === null) return;
    readTables(bytes, segment, tables);
    at = segment.end;
  }
}

/** The numbers of the tables of DC and AC by component, and where the coded bytes begin. */
function readScan(
  bytes: Uint8Array,
  { components, scanAt }: JpegHead,
): { components: readonly (readonly [number, number])[]; end: number } {
  const { end } = nextSegment(bytes, scanAt)!;
  const data = bytes.subarray(scanAt + 4, end);
  const count = data[0] ?? 0;
  if (data.length < 4 + 2 * count || count < 1 || count > components.length) {
    throw brokenJpeg('a scan header is illegal or cut short');
  }
  const found = Array.from({ length: count }, (_, i) => {
    const [id, numbers] = data.subarray(1 + 2 * i, 3 + 2 * i);
    if (
      !components.some((component) => component.id === id) ||
      (numbers! & 15) > 3 ||
      numbers! >> 4 > 3
    ) {
      throw brokenJpeg('a scan header is illegal or cut short');
    }
    return [numbers! >> 4, numbers! & 15] as const;
  });
  return { components: found, end };
}

function putQuantisers(arena: Arena, at: number, steps: Uint16Array, side: number): void {
  // The IDCT of 4x4 keeps three bits of fraction.
  const factor = side === 4 ? 8 : 1;
  const view = new Int16Array(arena.bytes(at, 128).buffer, at, 64).fill(0);
  zigzag.forEach((place, k) => {
    const [row, column] = [place >> 3, place & 7];
    if (row < side && column < side) view[row * side + column] = steps[k]! * factor;
  });
}

/** By k the byte of a block where a coefficient goes; those that are not needed go behind the others. */
function putMap(arena: Arena, at: number, { side }: { side: number }): void {
  const view = arena.bytes(at, 256).fill(2 * side * side);
  zigzag.forEach((place, k) => {
    const [row, column] = [place >> 3, place & 7];
    if (row < side && column < side) view[k] = 2 * (row * side + column);
  });
}

function fillGrey(arena: Arena, { pointer, stride, height }: JpegPlane): void {
  arena.bytes(pointer, stride * height).fill(128);
}

function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = from; ; at += 2) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return false;
    if (bytes[at + 1] === 0xd9) return true;
    if (bytes[at + 1] === 0xff) at -= 1;
  }
}

function bitsOf(ends: Int32Array, done: number): Uint32Array {
  return Uint32Array.from(ends, (end, i) => (i < done ? end - (ends[i - 1] ?? 0) : 0));
}
