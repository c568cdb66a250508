import { joinBytes } from '../../../base/bytes.js';
import { bestTable, tableContent } from '../huffman-table.js';
import { typicalCodes } from './annex-k.js';
import type { Arena } from './arena.js';
import { type EncodeSteps, encodeSteps, packedCodes, typicalPacked } from './encode-tables.js';
import type { JpegPlane, JpegPlanes } from './planes.js';

export interface EncodeOptions {
  /** 1 to 100, as libjpeg's. */
  readonly quality?: number;
  /** Huffman tables made for the picture: smaller by some per cent, and slower. */
  readonly optimise?: boolean;
  /** Whole marker segments that are written behind the JFIF header as they are: Exif, colour profile. */
  readonly segments?: readonly Uint8Array[];
}

/** Bytes that a block can take: 26 bits a coefficient. */
const blockBytes = (64 * 26) / 8;

/** Codes planes as a baseline JPEG of one scan: its bytes in the arena, good until room is taken there. */
export function encodePlanes(
  arena: Arena,
  from: JpegPlanes,
  { quality = 75, optimise = false, segments = [] }: EncodeOptions,
): Uint8Array {
  const mark = arena.mark();
  const unit = from.planes.map((_, i) => (i === 0 ? from.subsampling : ([1, 1] as const)));
  const across = Math.ceil(from.width / (8 * from.subsampling[0]));
  const down = Math.ceil(from.height / (8 * from.subsampling[1]));
  const steps = encodeSteps(quality).slice(0, from.planes.length === 1 ? 1 : 2);
  from.planes.forEach((plane, i) => {
    extend(arena, plane, 8 * across * unit[i]![0], 8 * down * unit[i]![1]);
  });
  const factors = steps.map((each) => putFactors(arena, each.factors));
  const codes = typicalCodes.slice(0, 2 * steps.length);
  const list = arena.take(40 * from.planes.length);
  const tables = codes.map(() => arena.take(1024));
  const view = arena.ints(list, 10 * from.planes.length);
  from.planes.forEach(({ pointer, stride }, i) => {
    const kind = Math.min(i, 1);
    const [dc, ac] = [tables[2 * kind]!, tables[2 * kind + 1]!];
    const [h, v] = unit[i]!;
    view.set([h, v, pointer, stride, factors[kind]!, dc, ac, dc, ac, 0], 10 * i);
  });
  const blocks = unit.reduce((sum, [h, v]) => sum + h * v, 0) * across * down;
  const kept = arena.take(optimise ? 128 * blocks : 128);
  const top = arena.take(blocks * blockBytes + 64) + blocks * blockBytes + 64;
  const run = (step: number) =>
    arena.kernel.encode(list, from.planes.length, across, down, kept, step, top);
  if (optimise) {
    for (const table of tables) arena.ints(table, 256).fill(0);
    run(0);
    tables.forEach((table, i) => {
      codes[i] = tableContent(bestTable(Uint32Array.from(arena.ints(table, 256))));
    });
  }
  codes.forEach((code, i) => {
    arena.ints(tables[i]!, 256).set(optimise ? packedCodes(code) : typicalPacked[i]!);
  });
  const bottom = run(optimise ? 2 : 1);
  const head = headOf(from, unit, steps, codes, segments);
  const at = arena.take(head.length + 2 * (top - bottom) + 64);
  const end = arena.kernel.stuff(top, bottom, at + head.length);
  const bytes = arena.bytes(at, end + 2 - at);
  bytes.set(head);
  bytes.set([0xff, 0xd9], bytes.length - 2);
  arena.release(mark);
  return bytes;
}

/** Where the kernel finds factors of a quantiser. */
export function putFactors(arena: Arena, factors: Int16Array): number {
  const at = arena.take(factors.byteLength);
  new Int16Array(arena.bytes(at, factors.byteLength).buffer, at).set(factors);
  return at;
}

/** Repeats the last column and row up to whole MCUs. */
export function extend(arena: Arena, plane: JpegPlane, width: number, height: number): void {
  const { pointer, stride } = plane;
  const bytes = arena.bytes(pointer, stride * height);
  if (width > plane.width) {
    for (let at = 0; at < plane.height * stride; at += stride) {
      const last = bytes[at + plane.width - 1]!;
      for (let x = at + plane.width; x < at + width; x++) bytes[x] = last;
    }
  }
  const last = (plane.height - 1) * stride;
  for (let y = plane.height; y < height; y++) bytes.copyWithin(y * stride, last, last + width);
}

function headOf(
  { width, height, planes }: JpegPlanes,
  unit: readonly (readonly [number, number])[],
  steps: readonly EncodeSteps[],
  codes: readonly Uint8Array[],
  segments: readonly Uint8Array[],
): Uint8Array {
  const kind = (i: number) => Math.min(i, 1);
  const frame = planes.flatMap((_, i) => [i + 1, (unit[i]![0] << 4) | unit[i]![1], kind(i)]);
  const scan = planes.flatMap((_, i) => [i + 1, 0x11 * kind(i)]);
  return joinBytes([
    ...[start, ...segments],
    ...steps.flatMap(({ content }, i) => segment(0xdb, Uint8Array.of(i), content)),
    ...segment(0xc0, Uint8Array.of(8, ...two(height), ...two(width), planes.length, ...frame)),
    ...codes.flatMap((code, i) => segment(0xc4, Uint8Array.of(((i & 1) << 4) | (i >> 1)), code)),
    ...segment(0xda, Uint8Array.of(planes.length, ...scan, 0, 63, 0)),
  ]);
}

/** Start of image and a JFIF header without a density. */
const start = Uint8Array.of(
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
);

/** A marker segment in pieces. */
function segment(marker: number, ...content: Uint8Array[]): Uint8Array[] {
  const length = content.reduce((sum, { length }) => sum + length, 2);
  return [Uint8Array.of(0xff, marker, ...two(length)), ...content];
}

const two = (value: number) => [value >> 8, value & 255] as const;
