import { bestTable, tableContent } from '../huffman-table.js';
import { typicalCodes } from './annex-k.js';
import type { Arena } from './arena.js';
import type { EncodeRoom } from './encode-room.js';
import { packedCodes } from './encode-tables.js';
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
  room: EncodeRoom,
  from: JpegPlanes,
  { quality = 75, optimise = false, segments = [] }: EncodeOptions,
): Uint8Array {
  const mark = arena.mark();
  const { planes } = from;
  const count = planes.length;
  const acrossLuma = from.subsampling[0];
  const downLuma = from.subsampling[1];
  const across = Math.ceil(from.width / (8 * acrossLuma));
  const down = Math.ceil(from.height / (8 * downLuma));
  const factors = room.factors(quality);
  const list = arena.take(40 * count);
  const tables = optimise ? room.typical.map(() => arena.take(1024)) : room.typical;
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    const plane = planes[i]!;
    const h = i === 0 ? acrossLuma : 1;
    const v = i === 0 ? downLuma : 1;
    extend(arena, plane, 8 * across * h, 8 * down * v);
    const kind = i === 0 ? 0 : 1;
    const dc = tables[2 * kind]!;
    const ac = tables[2 * kind + 1]!;
    numbers.push(h, v, plane.pointer, plane.stride, factors[kind]!, dc, ac, dc, ac, 0);
  }
  arena.ints(list, numbers.length).set(numbers);
  const blocks = (acrossLuma * downLuma + count - 1) * across * down;
  const kept = arena.take(optimise ? 128 * blocks : 128);
  const top = arena.take(blocks * blockBytes + 64) + blocks * blockBytes + 64;
  const run = (step: number) => arena.kernel.encode(list, count, across, down, kept, step, top);
  let codes = typicalCodes;
  if (optimise) {
    for (const table of tables) arena.ints(table, 256).fill(0);
    run(0);
    codes = tables.map((table) => {
      const best = bestTable(Uint32Array.from(arena.ints(table, 256)));
      const content = tableContent(best);
      arena.ints(table, 256).set(packedCodes(content));
      return content;
    });
  }
  const bottom = run(optimise ? 2 : 1);
  const head = room.head(from, { quality, codes, segments });
  const at = arena.take(head.length + 2 * (top - bottom) + 64);
  const end = arena.kernel.stuff(top, bottom, at + head.length);
  const bytes = arena.bytes(at, end + 2 - at);
  bytes.set(head);
  bytes[bytes.length - 2] = 0xff;
  bytes[bytes.length - 1] = 0xd9;
  arena.release(mark);
  return bytes;
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
