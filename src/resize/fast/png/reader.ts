import { inflateSync } from 'node:zlib';
import { WorkError } from '../../../base/errors.js';
import { createTapsCache } from '../../../codecs/jpeg/wasm/resample.js';
import type { Arena } from '../../../runtimes/wasm/arena.js';
import { createWorkroom } from '../../../runtimes/wasm/workroom.js';
import { sourceArea } from '../../geometry.js';
import type { FastReader, FastScaling, SmallPicture } from '../contract.js';
import { type PngHead, readPngHead } from './head.js';
import { openPngArenas, type PngKernel } from './kernel.js';

/** Bytes of a picture's rows at most: all of them are held at a time. */
const mostBytes = 2 ** 27;

const broken = (cause: string): WorkError => new WorkError(cause, { code: 'broken-image' });

/**
 * Opens a reader of PNG files of 8 bits a sample that are not interlaced: grey, RGB, with alpha, of a palette.
 * What has a profile, or says of its colours anything but sRGB, is refused.
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openPngReader(): Promise<FastReader> {
  const room = createWorkroom(await openPngArenas());
  const tapsFor = createTapsCache();
  let file: Uint8Array = new Uint8Array(0);
  let head: PngHead | null = null;
  return {
    input(length) {
      if (file.length < length) file = new Uint8Array(length);
      return file.subarray(0, length);
    },
    readHead(bytes) {
      head = readPngHead(bytes);
      const { width, height, pixelBytes, palette } = head;
      const each = palette === null ? pixelBytes : 5;
      const isLarge = (width * each + 1) * height > mostBytes;
      return isLarge ? { ...head, refused: head.refused ?? 'a large picture' } : head;
    },
    resize(bytes, scaling) {
      room.clear();
      const rows = inflateRows(bytes, head!, bytes.buffer === file.buffer);
      return resizeIn(room.arena(), head!, rows, scaling);
    },
    renew: room.renew,
  };

  function resizeIn(
    { kernel, take, put, bytes }: Arena<PngKernel>,
    head: PngHead,
    filtered: Uint8Array,
    scaling: FastScaling,
  ): SmallPicture {
    const { width, height, pixelBytes, palette, alphas } = head;
    const { scaled, window, filter } = scaling;
    const rowBytes = width * pixelBytes;
    const { length } = filtered;
    // A filter may read a row below the last, with a weight of 0.
    const rows = take(length + rowBytes + 64);
    const zeros = take(rowBytes + 64);
    bytes(rows, length).set(filtered);
    bytes(zeros, rowBytes + 64).fill(0);
    if (kernel.unfilterRows(rows, rowBytes, height, pixelBytes, zeros) !== 0) {
      throw broken('a row of it has a filter that there is none of');
    }
    let [from, stride, channels] = [rows + 1, rowBytes + 1, pixelBytes];
    if (palette !== null) {
      channels = alphas === null ? 3 : 4;
      stride = width * channels;
      from = take(stride * (height + 1) + 64);
      const colours = take(1024);
      bytes(colours, 1024).set(coloursOf(palette, alphas));
      const greatest = kernel.expandPalette(rows, width, height, colours, channels, from);
      if (3 * greatest + 2 >= palette.length) throw broken('its palette is too short');
    }
    const part = sourceArea(head, scaling);
    const x = tapsFor(
      filter,
      { from: width, count: window.width, offset: part.x, ratio: width / scaled.width },
      8,
    );
    const y = tapsFor(
      filter,
      { from: height, count: window.height, offset: part.y, ratio: height / scaled.height },
      2,
    );
    const tables = [put(x.starts), put(x.weights), x.taps, put(y.starts), put(y.weights), y.taps];
    const spare = 2 * (x.right - x.left) + 192;
    const line = 4 * window.width + 64;
    const scratch = take(channels * (2 * spare + line));
    const size = window.width * window.height * channels;
    const to = take(size + 64);
    kernel.resampleRows(
      ...[from, stride, channels, x.left, Math.min(x.right, width + 8)],
      ...[to, window.width, window.height, ...tables, scratch, spare, line],
    );
    return {
      ...{ width: window.width, height: window.height, channels },
      data: bytes(to, size),
    };
  }
}

/**
 * The rows with their filters, and not a byte beyond them.
 * @param isOwn whether the bytes may be moved
 */
function inflateRows(
  bytes: Uint8Array,
  { width, height, pixelBytes, pixels }: PngHead,
  isOwn: boolean,
): Uint8Array {
  const packed = joined(bytes, pixels, isOwn);
  const length = (width * pixelBytes + 1) * height;
  // With room for more than there is it comes in one piece, and what is more than there should be ends it.
  const options = { chunkSize: length + 64, maxOutputLength: length + 64, info: true as const };
  const { buffer, engine } = inflateSync(packed, options) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  if (buffer.length !== length) throw broken('it has more or fewer pixels than it says');
  if (engine.bytesWritten !== packed.length) throw broken('there is more behind its pixels');
  return buffer;
}

/** The contents of chunks one behind the other: of many small ones in the place of the first, where that may be. */
function joined(bytes: Uint8Array, chunks: PngHead['pixels'], isOwn: boolean): Uint8Array {
  const first = chunks[0]!;
  if (chunks.length === 1) return bytes.subarray(first.start, first.end);
  const whole = isOwn ? bytes : new Uint8Array(bytes);
  let at = first.end;
  for (const { start, end } of chunks.slice(1)) {
    whole.copyWithin(at, start, end);
    at += end - start;
  }
  return whole.subarray(first.start, at);
}

function coloursOf(palette: Uint8Array, alphas: Uint8Array | null): Uint8Array {
  const colours = new Uint8Array(1024).fill(255);
  for (let i = 0; 3 * i < palette.length && i < 256; i++) {
    colours.set(palette.subarray(3 * i, 3 * i + 3), 4 * i);
    colours[4 * i + 3] = alphas?.[i] ?? 255;
  }
  return colours;
}
