import { WorkError } from '../../../base/errors.js';
import type { JpegSegment } from './planes.js';

/** A JPEG that cannot be decoded. */
export function brokenJpeg(what: string): WorkError {
  return new WorkError(`JPEG is broken: ${what}`, { code: 'broken-bitstream', data: { what } });
}

/** What `brokenJpeg` was told; anything else that was thrown is thrown again. */
export function damageOf(thrown: unknown): string {
  if (thrown instanceof WorkError && typeof thrown.data['what'] === 'string') {
    return thrown.data['what'];
  }
  throw thrown;
}

/** Markers without a segment: TEM, RSTm, SOI, EOI. */
function isBare(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);
}

/**
 * The marker at or after a place, with its segment; null where the bytes end before one. What stands
 * before it is skipped, as decoders do. ITU-T T.81, B.1.1.
 * @throws WorkError for a segment that is cut short
 */
export function nextSegment(bytes: Uint8Array, from: number): JpegSegment | null {
  let at = from;
  for (;;) {
    if (bytes[at] !== 0xff) at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0x00) at += 2;
    else if (marker === 0xff) at += 1;
    else if (isBare(marker)) return { marker, start: at, end: at + 2 };
    else break;
  }
  const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  const end = at + 2 + length;
  if (length < 2 || end > bytes.length) {
    throw brokenJpeg(`the segment at byte ${at} is cut short`);
  }
  return { marker: bytes[at + 1]!, start: at, end };
}
