import { joinBytes } from '../base/bytes.js';
import { pngFile } from './png-chunks.js';
import type { Raster } from './raster.js';

/** Bytes of a stored block of deflate at most, RFC 1951. */
const mostStored = 65_535;

/** A PNG file of a picture with nothing compressed and no row filtered: for what compresses it then. */
export function storePng(image: Raster): Uint8Array {
  return pngFile(image, storeZlib(rowsOf(image)));
}

/** Rows of samples, of 16 bit the higher byte first, each behind the number of no filter. */
function rowsOf({ width, height, channels, data }: Raster): Uint8Array {
  const samples = width * channels;
  const bytes = data.BYTES_PER_ELEMENT;
  const rows = new Uint8Array(height * (1 + samples * bytes));
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * samples, (y + 1) * samples);
    const at = 1 + y * (1 + samples * bytes);
    if (row instanceof Uint8Array) {
      rows.set(row, at);
      continue;
    }
    for (let x = 0; x < samples; x++) {
      rows[at + 2 * x] = row[x]! >> 8;
      rows[at + 2 * x + 1] = row[x]! & 255;
    }
  }
  return rows;
}

/** Zlib data that stores bytes, RFC 1950. */
function storeZlib(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < bytes.length || at === 0; at += mostStored) {
    const block = bytes.subarray(at, at + mostStored);
    const { length } = block;
    const isLast = at + mostStored >= bytes.length ? 1 : 0;
    const [low, high] = [length & 255, length >> 8];
    parts.push(Uint8Array.of(isLast, low, high, low ^ 255, high ^ 255), block);
  }
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, adler32(bytes));
  return joinBytes([...parts, sum]);
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; ) {
    // As many as the sums hold without a remainder taken.
    const end = Math.min(bytes.length, at + 5552);
    for (; at < end; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
