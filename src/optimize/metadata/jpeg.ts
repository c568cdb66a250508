import { joinBytes } from '../../base/bytes.js';
import { WorkError } from '../../base/errors.js';
import { tiffOrientation } from '../../image/tiff-directory.js';
import { keptExif } from './exif.js';
import { type Keeps, keeping, keepsXmp, type MetadataOptions } from './kinds.js';

/** A part of a JPEG file from its marker on. ITU-T T.81, B.1. */
export interface JpegSegment {
  /** The second byte of its marker. */
  readonly marker: number;
  readonly start: number;
  /** Where its content begins: behind the marker and the length. */
  readonly content: number;
  /** Of a scan behind its coded data. */
  readonly end: number;
}

/**
 * The segments of a JPEG file, up to its end of image.
 * @throws WorkError where it ends before
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 2 <= bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) break;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const bare = marker === 0xd8 || marker === 0xd9 || marker === 0x01 || isRestart(marker);
    if (!bare && at + 4 > bytes.length) break;
    const content = at + (bare ? 2 : 4);
    const length = bare ? 2 : 2 + view.getUint16(at + 2);
    const end = marker === 0xda ? scanEnd(bytes, at + length) : at + length;
    if (length < content - at || end > bytes.length) break;
    yield { marker, start: at, content, end };
    if (marker === 0xd9) return;
    at = end;
  }
  throw new WorkError('JPEG is cut short or broken: it has no end of image', {
    code: 'broken-image',
  });
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

/** Where the coded data of a scan end: at the next marker but restarts and stuffed bytes. */
function scanEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at += 2) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length + 1;
    const next = bytes[at + 1]!;
    if (next === 0xff) at -= 1;
    else if (next !== 0 && !isRestart(next)) return at;
  }
}

/**
 * A JPEG file without its metadata, the coded picture byte for byte. The colour profile, Adobe's
 * colour transform and the density stay, and so does an orientation. What lies behind the end of the
 * image (pictures of its own, films) goes.
 * @throws WorkError for a file that ends before its picture does
 */
export function stripJpeg(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array {
  return joinBytes(keptOfJpeg(bytes, options));
}

/** The parts of a JPEG file that `stripJpeg` leaves: views of it as far as they stay as they are. */
export function keptOfJpeg(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array[] {
  const keeps = keeping(options);
  const pieces: Uint8Array[] = [];
  let exif = false;
  for (const segment of jpegSegments(bytes)) {
    const kept = keptSegment(bytes, segment, keeps, exif);
    exif ||= isExif(bytes, segment);
    if (kept !== null) pieces.push(kept);
  }
  return pieces;
}

/** The orientation that a JPEG file tells by EXIF, 1 to 8. */
export function jpegOrientation(bytes: Uint8Array): number {
  for (const segment of jpegSegments(bytes)) {
    if (isExif(bytes, segment)) {
      return tiffOrientation(bytes.subarray(segment.content + 6, segment.end));
    }
    if (segment.marker === 0xda) break;
  }
  return 1;
}

/** The segments of a JPEG file that hold its colour profile, one after the other. */
export function jpegProfile(bytes: Uint8Array): Uint8Array {
  const found = [...jpegSegments(bytes)].filter((each) => isProfile(bytes, each));
  return new Uint8Array(Buffer.concat(found.map(({ start, end }) => bytes.subarray(start, end))));
}

/**
 * What a JPEG file is shown by beside its samples, as segments for another file: the orientation, without
 * the rest of its EXIF, and the colour profile.
 */
export function shownBy(bytes: Uint8Array): Uint8Array {
  const keeps = keeping({});
  const exif = [...jpegSegments(bytes)].find((each) => isExif(bytes, each));
  const kept = exif && keptSegment(bytes, exif, keeps, false);
  return new Uint8Array(Buffer.concat([kept ?? new Uint8Array(0), jpegProfile(bytes)]));
}

function isExif(bytes: Uint8Array, { marker, content, end }: JpegSegment): boolean {
  return marker === 0xe1 && headOf(bytes, content, end).startsWith('Exif\0');
}

function isProfile(bytes: Uint8Array, { marker, content, end }: JpegSegment): boolean {
  return marker === 0xe2 && headOf(bytes, content, end).startsWith('ICC_PROFILE\0');
}

function headOf(bytes: Uint8Array, content: number, end: number): string {
  return Buffer.from(bytes.subarray(content, Math.min(end, content + 40))).toString('latin1');
}

/** What stays of a segment, or null. @param again whether EXIF came before: readers take the first */
function keptSegment(
  bytes: Uint8Array,
  segment: JpegSegment,
  keeps: Keeps,
  again: boolean,
): Uint8Array | null {
  const { marker, start, content, end } = segment;
  const whole = bytes.subarray(start, end);
  const head = headOf(bytes, content, end);
  if (marker === 0xfe) return keeps('comments') ? whole : null;
  if (marker < 0xe0 || marker > 0xef) return whole;
  if (isProfile(bytes, segment) || (marker === 0xee && head.startsWith('Adobe'))) return whole;
  if (marker === 0xe0 && head.startsWith('JFIF\0')) return withoutThumbnail(whole, keeps);
  if (isExif(bytes, segment)) {
    if (again) return null;
    const exif = keptExif(bytes.subarray(content + 6, end), keeps);
    return exif && segmentOf(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]));
  }
  if (marker === 0xe1 && head.startsWith('http://ns.adobe.com/')) {
    return keepsXmp(bytes.subarray(content, end), keeps) ? whole : null;
  }
  if (marker === 0xed && head.startsWith('Photoshop 3.0\0')) return keeps('iptc') ? whole : null;
  return null;
}

/** A file without the header of JFIF, where the one that it was made from has none: 18 bytes. */
export function withoutHeader(bytes: Uint8Array, original: Uint8Array): Uint8Array {
  const headerOf = (file: Uint8Array): JpegSegment | undefined =>
    [...jpegSegments(file)].find(
      ({ marker, content, end }) =>
        marker === 0xe0 && headOf(file, content, end).startsWith('JFIF\0'),
    );
  const header = headerOf(bytes);
  if (header === undefined || headerOf(original) !== undefined) return bytes;
  return new Uint8Array(
    Buffer.concat([bytes.subarray(0, header.start), bytes.subarray(header.end)]),
  );
}

/** The JFIF header; a thumbnail is what comes after its 14 bytes. */
function withoutThumbnail(whole: Uint8Array, keeps: Keeps): Uint8Array {
  if (keeps('thumbnails') || whole.length <= 18) return whole;
  const content = new Uint8Array(whole.subarray(4, 18));
  content.set([0, 0], 12);
  return segmentOf(0xe0, content);
}

function segmentOf(marker: number, content: Uint8Array): Uint8Array {
  const segment = Buffer.alloc(4 + content.length);
  segment.set([0xff, marker]);
  segment.writeUInt16BE(2 + content.length, 2);
  segment.set(content, 4);
  return segment;
}
