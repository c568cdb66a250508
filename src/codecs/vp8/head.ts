import { WorkError } from '../../base/errors.js';

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

/** Bits of VP8X: what else is in the file. */
const [animationBit, alphaBit] = [0x02, 0x10];

const riffBytes = 12;
const chunkHead = 8;
const largestChunk = 0xffff_fff6;

/**
 * Reads the chunks of a WebP file, with libwebp's strictness. A file that the decoder does not take is no
 * error: `refused` says why.
 * @throws WorkError where the bytes are no WebP, or broken or cut short as far as can be told without decoding
 */
export function readWebpHead(bytes: Uint8Array): WebpHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const is = (at: number, tag: string): boolean =>
    [...tag].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  if (!is(0, 'RIFF') || !is(8, 'WEBP')) throw brokenWebp('it does not begin with RIFF and WEBP');
  const riffSize = view.getUint32(4, true);
  if (riffSize < 12 || riffSize > largestChunk) throw brokenWebp(`its RIFF says ${riffSize} bytes`);
  if (riffSize > bytes.length - 8) throw cutShort(bytes.length, riffSize + 8);
  const end = riffSize + 8;
  let at = riffBytes;
  let flags = 0;
  let canvas: readonly [number, number] | null = null;
  let icc: Uint8Array | null = null;
  let exif: Uint8Array | null = null;
  let hasAlpha = false;
  if (is(at, 'VP8X')) {
    if (at + 18 > bytes.length) throw cutShort(bytes.length, at + 18);
    if (view.getUint32(at + 4, true) !== 10) throw brokenWebp('its chunk VP8X is not of 10 bytes');
    flags = bytes[at + 8]!;
    canvas = [1 + read24(bytes, at + 12), 1 + read24(bytes, at + 15)];
    at += 18;
    if ((flags & animationBit) !== 0) return refusedAs('animation', canvas);
    // The chunks before the picture.
    while (!is(at, 'VP8 ') && !is(at, 'VP8L')) {
      const content = chunkAt(view, at, end);
      if (is(at, 'ALPH')) hasAlpha = true;
      if (is(at, 'ICCP')) icc ??= content;
      if (is(at, 'EXIF')) exif ??= content;
      at += chunkHead + content.length + (content.length & 1);
    }
  }
  const frame = chunkAt(view, at, end);
  const isLossless = is(at, 'VP8L');
  if (!isLossless && !is(at, 'VP8 ')) throw brokenWebp('it holds no picture');
  const frameAt = at + chunkHead;
  const [width, height] = isLossless ? losslessSize(frame) : lossySize(frame);
  if (canvas !== null && (canvas[0] !== width || canvas[1] !== height)) {
    throw brokenWebp(`its canvas is of ${canvas.join('x')}, its picture of ${width}x${height}`);
  }
  if (isLossless) return refusedAs('lossless coding', [width, height]);
  // What stands behind the picture need not be whole.
  at = frameAt + frame.length + (frame.length & 1);
  while (canvas !== null && at + chunkHead <= end && exif === null) {
    const size = view.getUint32(at + 4, true);
    const from = at + chunkHead;
    if (is(at, 'EXIF') && from + size <= end) exif = bytes.subarray(from, from + size);
    at = from + size + (size & 1);
  }
  const refused = hasAlpha || (flags & alphaBit) !== 0 ? 'transparency' : null;
  return { width, height, frameAt, icc, exif, refused };
}

function refusedAs(refused: string, [width, height]: readonly [number, number]): WebpHead {
  return { width, height, frameAt: 0, icc: null, exif: null, refused };
}

/** The content of a chunk that must be there. */
function chunkAt(view: DataView, at: number, end: number): Uint8Array {
  if (at + chunkHead > end) throw brokenWebp('it holds no picture');
  const size = view.getUint32(at + 4, true);
  if (at + chunkHead + size > end) throw brokenWebp(`the chunk at byte ${at} is cut short`);
  return new Uint8Array(view.buffer, view.byteOffset + at + chunkHead, size);
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

function cutShort(length: number, told: number): WorkError {
  return brokenWebp(`it is cut short: ${length} of ${told} bytes`);
}
