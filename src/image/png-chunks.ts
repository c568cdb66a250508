import { crc32 } from '#platform/base/crc32.js';
import { joinBytes } from '../base/bytes.js';
import type { Raster } from './raster.js';

/** What every PNG file begins with. */
export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A chunk of a PNG file: its type, and where its content lies. */
export interface PngChunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The chunks of a PNG file in their order, up to its end or to one that is cut short. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = pngSignature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = typeAt(bytes, at + 4);
    if (at + 12 + length > bytes.length) return;
    yield { type, start: at + 8, end: at + 8 + length };
    if (type === 'IEND') return;
    at += 12 + length;
  }
}

/** By single codes: a file has thousands of chunks of pixels. */
function typeAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
}

/** The first chunk of each type before the pixels of a PNG file, by type. */
export function readChunks(bytes: Uint8Array): Map<string, DataView> {
  const chunks = new Map<string, DataView>();
  for (const { type, start, end } of pngChunks(bytes)) {
    if (type === 'IDAT') break;
    if (!chunks.has(type)) {
      chunks.set(type, new DataView(bytes.buffer, bytes.byteOffset + start, end - start));
    }
  }
  return chunks;
}

/** A chunk as it stands in a file: length, type, content and checksum. */
export function pngChunk(type: string, content: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i);
  chunk.set(content, 8);
  view.setUint32(8 + content.length, crc32(chunk.subarray(4, 8 + content.length)));
  return chunk;
}

/**
 * A PNG file of grey, RGB or RGB with alpha, not interlaced. PNG (third edition), 11.2.1.
 * @param pixels rows with their filters, in zlib's format
 */
export function pngFile(
  { width, height, channels, depth }: Pick<Raster, 'width' | 'height' | 'channels' | 'depth'>,
  pixels: Uint8Array,
): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, { 1: 0, 3: 2, 4: 6 }[channels]], 8);
  return joinBytes([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/** Whether the checksum of a chunk is right. */
export function isSound(bytes: Uint8Array, { start, end }: PngChunk): boolean {
  const sum = crc32(bytes.subarray(start - 4, end));
  const stored =
    (bytes[end]! << 24) | (bytes[end + 1]! << 16) | (bytes[end + 2]! << 8) | bytes[end + 3]!;
  return sum === stored >>> 0;
}
