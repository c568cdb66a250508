import { deflateSync } from 'node:zlib';
import { WorkError } from '../base/errors.js';
import { pngChunk, pngChunks, pngSignature } from '../image/png-chunks.js';
import type { FormatId } from './formats/table.js';
import { profileIntoHeif } from './profiles/heif.js';
import { profileIntoTiff } from './profiles/tiff.js';

type Put = (bytes: Uint8Array, profile: Uint8Array) => Uint8Array | null;

interface Holder {
  readonly put: Put;
  /** Whether samples of grey are stored as such, which a profile of grey is for. */
  readonly holdsGrey: boolean;
}

/** How an ICC profile is put into files that have none, by format. */
const table: Partial<Readonly<Record<FormatId, Holder>>> = {
  jpeg: { put: intoJpeg, holdsGrey: true },
  png: { put: intoPng, holdsGrey: true },
  webp: { put: intoWebp, holdsGrey: false },
  avif: { put: profileIntoHeif, holdsGrey: false },
  heic: { put: profileIntoHeif, holdsGrey: false },
  tiff: { put: profileIntoTiff, holdsGrey: true },
};

/**
 * Whether samples go into files of a format with their profile. Others go there as sRGB: grey, of which
 * all lies in it, where a format has no grey, and what an encoder of its own stores with the profile.
 */
export function holdsProfile(format: FormatId, profile: Uint8Array): boolean {
  const holder = table[format];
  return holder !== undefined && (holder.holdsGrey || !isGreyProfile(profile));
}

/** Whether a profile is of grey samples. ICC.1, 7.2.6. */
export function isGreyProfile(profile: Uint8Array): boolean {
  return Buffer.from(profile.subarray(16, 20)).toString('latin1') === 'GRAY';
}

/**
 * A file with the ICC profile that its samples are to be understood by. It holds none yet.
 * @throws WorkError for a file that is laid out in no way that an encoder here writes
 */
export function withProfile(bytes: Uint8Array, format: FormatId, profile: Uint8Array): Uint8Array {
  const file = table[format]!.put(bytes, profile);
  if (file !== null) return file;
  throw new WorkError(`no ICC profile can be put into this ${format} file`);
}

/** Bytes of a profile that one APP2 segment holds. */
const segmentBytes = 65_519;

/** APP2 segments behind the start of image. ICC.1, annex B.4. */
function intoJpeg(bytes: Uint8Array, profile: Uint8Array): Uint8Array {
  const count = Math.ceil(profile.length / segmentBytes);
  const segments = Array.from({ length: count }, (_, i) => {
    const part = profile.subarray(i * segmentBytes, (i + 1) * segmentBytes);
    const head = Buffer.alloc(18);
    head.writeUInt16BE(0xffe2, 0);
    head.writeUInt16BE(16 + part.length, 2);
    head.write('ICC_PROFILE\0', 4, 'latin1');
    head[16] = i + 1;
    head[17] = count;
    return Buffer.concat([head, part]);
  });
  const start = afterJfif(bytes);
  return joined([bytes.subarray(0, start), ...segments, bytes.subarray(start)]);
}

/** JFIF wants its own segment first. */
function afterJfif(bytes: Uint8Array): number {
  const hasJfif = bytes[2] === 0xff && bytes[3] === 0xe0;
  return hasJfif ? 4 + bytes[4]! * 256 + bytes[5]! : 2;
}

/** An iCCP chunk behind the header. */
function intoPng(bytes: Uint8Array, profile: Uint8Array): Uint8Array {
  const content = joined([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile, { level: 9 })]);
  const [header] = pngChunks(bytes);
  const end = header!.end + 4;
  return joined([
    pngSignature,
    bytes.subarray(8, end),
    pngChunk('iCCP', content),
    bytes.subarray(end),
  ]);
}

/** An ICCP chunk in the extended layout. RFC 9649, 2.7. */
function intoWebp(bytes: Uint8Array, profile: Uint8Array): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const iccFlag = 0x20;
  const icc = webpChunk('ICCP', profile);
  if (view.toString('latin1', 12, 16) === 'VP8X') {
    const head = Buffer.from(view.subarray(12, 30));
    head[8]! |= iccFlag;
    return riff([head, icc, view.subarray(30)]);
  }
  const { width, height, hasAlpha } = webpSize(view);
  const extended = Buffer.alloc(10);
  extended[0] = iccFlag | (hasAlpha ? 0x10 : 0);
  extended.writeUIntLE(width - 1, 4, 3);
  extended.writeUIntLE(height - 1, 7, 3);
  return riff([webpChunk('VP8X', extended), icc, view.subarray(12)]);
}

/** Size of a simple file, lossy or lossless. RFC 6386, 9.1; RFC 9649, 3.4. */
function webpSize(view: Buffer): { width: number; height: number; hasAlpha: boolean } {
  if (view.toString('latin1', 12, 16) === 'VP8L') {
    const bits = view.readUInt32LE(21);
    return {
      width: (bits & 0x3fff) + 1,
      height: ((bits >>> 14) & 0x3fff) + 1,
      hasAlpha: ((bits >>> 28) & 1) === 1,
    };
  }
  const [width, height] = [view.readUInt16LE(26) & 0x3fff, view.readUInt16LE(28) & 0x3fff];
  return { width, height, hasAlpha: false };
}

function webpChunk(type: string, content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return joined([head, content, new Uint8Array(content.length % 2)]);
}

function riff(chunks: readonly Uint8Array[]): Uint8Array {
  const content = joined(chunks);
  const head = Buffer.alloc(12);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(content.length + 4, 4);
  head.write('WEBP', 8, 'latin1');
  return joined([head, content]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
