import { WorkError } from '../../base/errors.js';

/** What the frame header of a JPEG-LS file says of its picture. */
export interface JpeglsHeader {
  readonly width: number;
  readonly height: number;
}

/** Whether a file that begins as JPEG does has the frame header of JPEG-LS, SOF55. */
export function isJpegls(bytes: Uint8Array): boolean {
  const frame = findFrame(bytes);
  return frame !== null && bytes[frame + 1] === 0xf7;
}

/**
 * Reads the size of a picture from a JPEG-LS file (ITU-T T.87, C.2), for a decoder that allocates
 * before it tells.
 * @throws WorkError for a file that is cut short, and one of other than 1 or 3 components
 */
export function readJpegls(bytes: Uint8Array): JpeglsHeader {
  const frame = findFrame(bytes);
  if (frame === null || frame + 10 > bytes.length) {
    throw new WorkError('JPEG-LS file is cut short: it has no complete header', {
      code: 'broken-bitstream',
    });
  }
  const [height, width] = [frame + 5, frame + 7].map((at) => (bytes[at]! << 8) | bytes[at + 1]!);
  const components = bytes[frame + 9];
  if (components !== 1 && components !== 3) {
    throw new WorkError(`JPEG-LS file holds ${components} components; expected 1 or 3`, {
      code: 'broken-bitstream',
    });
  }
  if (!width || !height) {
    throw new WorkError('JPEG-LS file does not tell its size in the header; expected it there', {
      code: 'broken-bitstream',
    });
  }
  requireEnd(bytes, frame);
  return { width, height };
}

/** Follows markers and scans to the end of the picture: without one the decoder runs for ever. */
function requireEnd(bytes: Uint8Array, frame: number): void {
  let at = frame;
  while (at >= 0 && at + 1 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) return;
    const restart = marker >= 0xd0 && marker <= 0xd7;
    at += restart ? 2 : 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
    if (marker === 0xda || restart) at = nextMarker(bytes, at);
  }
  throw new WorkError('JPEG-LS file is cut short: its markers do not lead to its end', {
    code: 'broken-bitstream',
  });
}

/** The first marker from there on, or -1: coded data has a zero bit behind a byte of ones. */
function nextMarker(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at >= 0 && !(bytes[at + 1]! >= 0x80)) at = bytes.indexOf(0xff, at + 1);
  return at;
}

/** Where the first frame header stands, SOF0..15 or SOF55, behind segments that tell their length. */
function findFrame(bytes: Uint8Array): number | null {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const tables = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
    if (marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && !tables)) return at;
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  return null;
}
