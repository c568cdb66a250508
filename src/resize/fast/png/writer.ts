import { constants, deflateSync } from 'node:zlib';
import { joinBytes } from '../../../base/bytes.js';
import { quickLevel } from '../../../image/files/quick-coding.js';
import { pngFile } from '../../../image/png-chunks.js';
import { createWorkroom } from '../../../runtimes/wasm/workroom.js';
import type { FastWriter } from '../contract.js';
import { openPngArenas } from './kernel.js';

/** Parts of the rows that both ways of coding are tried on, and their bytes together. */
const triedParts = 4;
const triedBytes = 65_536;

/**
 * Opens a writer of PNG files: each row by the filter of which the sum of differences is least, as libpng does.
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openPngWriter(): Promise<FastWriter> {
  const room = createWorkroom(await openPngArenas());
  return (picture) => {
    const { width, height, channels, data } = picture;
    room.clear();
    const { kernel, take, bytes } = room.arena();
    const rowBytes = width * channels;
    const from = take(data.length);
    const scratch = take(2 * rowBytes + 192);
    const length = (rowBytes + 1) * height;
    const to = take(length + 64);
    bytes(from, data.length).set(data);
    bytes(scratch, 2 * rowBytes + 192).fill(0);
    kernel.filterRows(from, rowBytes, height, channels, scratch, to);
    return pngFile({ width, height, channels, depth: 8 }, deflate(bytes(to, length)));
  };
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
