import { constants, deflateSync } from 'node:zlib';
import { joinBytes } from '../../../base/bytes.js';
import { quickLevel } from '../../../image/files/quick-coding.js';
import { pngChunk, pngSignature } from '../../../image/png-chunks.js';
import type { FastWriter, SmallPicture } from '../format.js';
import { openPngArenas } from './kernel.js';

/** Parts of the rows that both ways of coding are tried on, and their bytes together. */
const triedParts = 4;
const triedBytes = 65_536;

/**
 * Opens a writer of PNG files: each row by the filter of which the sum of differences is least, as libpng does.
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openPngWriter(): Promise<FastWriter> {
  const openNew = await openPngArenas();
  let arena = openNew();
  let base = arena.mark();
  return (picture) => {
    const { width, height, channels, data } = picture;
    if (arena.size() > 2 ** 26) {
      arena = openNew();
      base = arena.mark();
    }
    arena.release(base);
    const rowBytes = width * channels;
    const from = arena.take(data.length);
    const scratch = arena.take(2 * rowBytes + 192);
    const length = (rowBytes + 1) * height;
    const to = arena.take(length + 64);
    arena.bytes(from, data.length).set(data);
    arena.bytes(scratch, 2 * rowBytes + 192).fill(0);
    arena.kernel.filterRows(from, rowBytes, height, channels, scratch, to);
    return fileOf(picture, deflate(arena.bytes(to, length)));
  };
}

function fileOf({ width, height, channels }: SmallPicture, pixels: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : channels === 3 ? 2 : 6], 8);
  return joinBytes([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/**
 * Of filtered photographs hardly anything stands twice: codes for bytes alone take less than half the time, and the
 * files are no larger. Drawn pictures are several times as large without matches. A part of the rows tells which.
 */
function deflate(rows: Uint8Array): Uint8Array {
  const step = Math.floor(rows.length / triedParts);
  const each = Math.min(triedBytes / triedParts, step);
  const tried = joinBytes(
    Array.from({ length: triedParts }, (_, i) => rows.subarray(i * step, i * step + each)),
  );
  const isPlain = packed(tried, bytesAlone).length <= packed(tried, quickMatches).length;
  return packed(rows, isPlain ? bytesAlone : matches);
}

const bytesAlone = { strategy: constants.Z_HUFFMAN_ONLY };
const quickMatches = { level: quickLevel };
/** zlib as Node has it makes files at 4 that are no larger than those of libvips' own at 2. */
const matches = { level: 4 };

function packed(bytes: Uint8Array, way: { level?: number; strategy?: number }): Uint8Array {
  // In one piece: bytes that are stored as they are take little more than themselves.
  return deflateSync(bytes, { ...way, chunkSize: bytes.length + (bytes.length >> 8) + 1024 });
}
