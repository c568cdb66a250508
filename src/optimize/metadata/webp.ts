import { WorkError } from '../../base/errors.js';
import {
  bareExif,
  firstWebpChunk,
  webpFlags as flags,
  type WebpChunk,
  webpChunks,
} from '../../image/webp-chunks.js';
import { keptExif } from './exif.js';
import { type Keeps, keeping, keepsXmp, type MetadataOptions } from './kinds.js';

/** Chunks that the picture is made of. */
const picture = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L']);
const ofFrame = new Set(['ALPH', 'VP8 ', 'VP8L']);

/** The header of a frame before its chunks. */
const frameHeader = 16;

/**
 * A WebP file without its metadata, the pixels byte for byte. The colour profile stays, and so does an
 * orientation. What lies behind the end goes.
 * @throws WorkError for a file that ends before its picture does
 */
export function stripWebp(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array {
  const keeps = keeping(options);
  const chunks: { type: string; content: Uint8Array }[] = [];
  for (const { type, start, end } of chunksOf(bytes)) {
    const content = keptChunk(type, bytes.subarray(start, end), keeps);
    if (content !== null) chunks.push({ type, content });
  }
  if (!chunks.some(({ type }) => ofFrame.has(type) || type === 'ANMF')) {
    throw new WorkError('WebP file holds no picture', { code: 'broken-image' });
  }
  return riff(extended(chunks).map(({ type, content }) => chunkOf(type, content)));
}

/** The chunks of a whole file. */
function chunksOf(bytes: Uint8Array): Generator<WebpChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length < firstWebpChunk ? Infinity : 8 + view.getUint32(4, true);
  if (end > bytes.length + 1) throw cutShort();
  return wholeChunks(bytes, firstWebpChunk, Math.min(end, bytes.length));
}

function* wholeChunks(bytes: Uint8Array, from: number, to: number): Generator<WebpChunk> {
  for (const chunk of webpChunks(bytes, { from, to })) {
    if (chunk.end > to) throw cutShort();
    yield chunk;
  }
}

function keptChunk(type: string, content: Uint8Array, keeps: Keeps): Uint8Array | null {
  if (type === 'EXIF') return keptExif(bareExif(content), keeps);
  if (type === 'XMP ') return keepsXmp(content, keeps) ? content : null;
  if (type === 'ANMF') return keptFrame(content);
  return picture.has(type) ? content : null;
}

function keptFrame(content: Uint8Array): Uint8Array {
  const pieces = [content.subarray(0, frameHeader)];
  for (const { type, start, end } of wholeChunks(content, frameHeader, content.length)) {
    if (ofFrame.has(type)) pieces.push(chunkOf(type, content.subarray(start, end)));
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** The chunks with VP8X telling what is left, or without it where there is nothing to tell. */
function extended(
  chunks: readonly { type: string; content: Uint8Array }[],
): readonly { type: string; content: Uint8Array }[] {
  const has = (wanted: string): boolean => chunks.some(({ type }) => type === wanted);
  const header = chunks.find(({ type }) => type === 'VP8X');
  if (header === undefined) return chunks;
  const content = new Uint8Array(header.content);
  let told = (content[0] ?? 0) & ~(flags.exif | flags.xmp);
  if (has('EXIF')) told |= flags.exif;
  if (has('XMP ')) told |= flags.xmp;
  content[0] = told;
  // VP8L tells of its alpha itself.
  const isPlain = (told & ~flags.alpha) === 0 && !has('ALPH') && !has('ANIM');
  if (isPlain && (has('VP8L') || (told & flags.alpha) === 0)) {
    return chunks.filter(({ type }) => ofFrame.has(type));
  }
  return chunks.map((each) => (each === header ? { type: 'VP8X', content } : each));
}

function chunkOf(type: string, content: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(8 + content.length + (content.length & 1));
  chunk.write(type, 'latin1');
  chunk.writeUInt32LE(content.length, 4);
  chunk.set(content, 8);
  return chunk;
}

function riff(chunks: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const head = Buffer.from('RIFF____');
  head.writeUInt32LE(body.length, 4);
  return new Uint8Array(Buffer.concat([head, body]));
}

function cutShort(): WorkError {
  return new WorkError('WebP file is cut short', { code: 'broken-image' });
}
