import { WorkError } from '../../base/errors.js';
import { imageFormats } from '../../image/format.js';
import { type WebpChunk, webpChunks, webpFlags } from '../../image/webp-chunks.js';

/** What a WebP file says of itself, and where its picture is. RFC 9649, section 2. */
export interface WebpHead {
  readonly width: number;
  readonly height: number;
  /** Where the VP8 frame begins, its head of 10 bytes included; as libwebp has it, it may go on to the file's end. */
  readonly frameAt: number;
  /** Contents of chunks: a colour profile, and EXIF. */
  readonly icc: Uint8Array | null;
  readonly exif: Uint8Array | null;
  /** Why the decoder does not take the file, or null: `transparency`, `lossless coding`, `animation`. */
  readonly refused: string | null;
}

/** A WebP that cannot be decoded. */
export function brokenWebp(what: string): WorkError {
  return new WorkError(`WebP is broken: ${what}`, { code: 'broken-bitstream', data: { what } });
}

/** Bytes that a RIFF may say it has, as libwebp has it. */
const mostRiff = 0xffff_fff6;

/**
 * Reads the chunks of a WebP file, with libwebp's strictness. A file that the decoder does not take is no
 * error: `refused` says why.
 * @throws WorkError where the bytes are no WebP, or broken or cut short as far as can be told without decoding
 */
export function readWebpHead(bytes: Uint8Array): WebpHead {
  if (!imageFormats.webp.recognises(bytes)) {
    throw brokenWebp('it does not begin with RIFF and WEBP');
  }
  const riffSize = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(4, true);
  if (riffSize < 12 || riffSize > mostRiff) throw brokenWebp(`its RIFF says ${riffSize} bytes`);
  if (riffSize > bytes.length - 8) {
    throw brokenWebp(`it is cut short: ${bytes.length} of ${riffSize + 8} bytes`);
  }
  const to = riffSize + 8;
  const chunks = webpChunks(bytes, { to });
  let chunk = nextOf(chunks, to);
  let flags = 0;
  let canvas: readonly [number, number] | null = null;
  const before = new Map<string, Uint8Array>();
  if (chunk.type === 'VP8X') {
    const { start, end } = chunk;
    if (end - start !== 10) throw brokenWebp('its chunk VP8X is not of 10 bytes');
    flags = bytes[start]!;
    canvas = [1 + read24(bytes, start + 4), 1 + read24(bytes, start + 7)];
    if ((flags & webpFlags.animation) !== 0) return refusedAs('animation', canvas);
    for (chunk = nextOf(chunks, to); !isFrame(chunk); chunk = nextOf(chunks, to)) {
      const { type } = chunk;
      if (!before.has(type)) before.set(type, bytes.subarray(chunk.start, chunk.end));
    }
  }
  if (!isFrame(chunk)) throw brokenWebp('it holds no picture');
  const frame = bytes.subarray(chunk.start, chunk.end);
  const isLossless = chunk.type === 'VP8L';
  const [width, height] = isLossless ? losslessSize(frame) : lossySize(frame);
  if (canvas !== null && (canvas[0] !== width || canvas[1] !== height)) {
    throw brokenWebp(`its canvas is of ${canvas.join('x')}, its picture of ${width}x${height}`);
  }
  if (isLossless) return refusedAs('lossless coding', [width, height]);
  let exif = before.get('EXIF') ?? null;
  // What stands behind the picture need not be whole.
  for (const { type, start, end } of canvas === null ? [] : chunks) {
    if (type === 'EXIF' && end <= to) exif ??= bytes.subarray(start, end);
  }
  const hasAlpha = before.has('ALPH') || (flags & webpFlags.alpha) !== 0;
  return {
    ...{ width, height, frameAt: chunk.start, icc: before.get('ICCP') ?? null, exif },
    refused: hasAlpha ? 'transparency' : null,
  };
}

function refusedAs(refused: string, [width, height]: readonly [number, number]): WebpHead {
  return { width, height, frameAt: 0, icc: null, exif: null, refused };
}

/** A chunk that must be there, and whole. */
function nextOf(chunks: Iterator<WebpChunk>, to: number): WebpChunk {
  const { value, done } = chunks.next();
  if (done === true) throw brokenWebp('it holds no picture');
  if (value.end > to) throw brokenWebp(`the chunk at byte ${value.start - 8} is cut short`);
  return value;
}

function isFrame({ type }: WebpChunk): boolean {
  return type === 'VP8 ' || type === 'VP8L';
}

/** RFC 6386, section 9.1. */
function lossySize(frame: Uint8Array): readonly [number, number] {
  if (frame.length < 10) throw brokenWebp('the head of its picture is cut short');
  const bits = read24(frame, 0);
  if (read24(frame, 3) !== 0x2a019d) throw brokenWebp('its picture has no start code');
  if ((bits & 1) !== 0) throw brokenWebp('its picture is no key frame');
  if (((bits >> 1) & 7) > 3) throw brokenWebp('its picture is of an unknown version');
  if (((bits >> 4) & 1) === 0) throw brokenWebp('its picture is not to be shown');
  if (bits >> 5 >= frame.length) throw brokenWebp('its first partition is cut short');
  const width = (frame[6]! | (frame[7]! << 8)) & 0x3fff;
  const height = (frame[8]! | (frame[9]! << 8)) & 0x3fff;
  if (width === 0 || height === 0) throw brokenWebp(`its picture is of ${width}x${height}`);
  return [width, height];
}

/** RFC 9649, section 3.4. */
function losslessSize(frame: Uint8Array): readonly [number, number] {
  if (frame.length < 5 || frame[0] !== 0x2f) throw brokenWebp('the head of its picture is illegal');
  const bits = frame[1]! | (frame[2]! << 8) | (frame[3]! << 16) | (frame[4]! << 24);
  return [1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff)];
}

function read24(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
}
