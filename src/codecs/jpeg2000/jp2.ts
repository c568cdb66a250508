import { latin1 } from '../../base/bytes.js';
import { WorkError } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import { type Jp2Format, signatureBox } from './formats.js';

/** Values of a colour specification box: sRGB and grey with sRGB's transfer function. */
const enumerated = { grey: 17, colour: 16 } as const;

/**
 * A JP2 or JPH file around a codestream (ISO/IEC 15444-1 Annex I, 15444-15 Annex D): signature, file
 * type, header with the colour space and the meaning of the fourth channel, codestream.
 */
export function wrapJp2({ brand }: Jp2Format, codestream: Uint8Array, image: Raster): Uint8Array {
  const { width, height, channels, depth } = image;
  const header = box(
    'jp2h',
    box('ihdr', [...u32(height), ...u32(width), 0, channels, depth - 1, 7, 0, 0]),
    box('colr', [1, 0, 0, ...u32(channels === 1 ? enumerated.grey : enumerated.colour)]),
    // Channel, 0 for colour or 1 for alpha, the colour or 0 for the whole picture; 16 bit each.
    channels === 4
      ? box('cdef', [0, 4, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 2, 0, 2, 0, 0, 0, 3, 0, 3, 0, 1, 0, 0])
      : [],
  );
  const type = box('ftyp', ascii(brand), u32(0), ascii(brand));
  return join([ascii(signatureBox), type, header, box('jp2c', codestream)]);
}

/**
 * The codestream of a JP2 or JPH file; bytes that are a bare codestream as they are.
 * @throws WorkError for a file that is cut short, and one with a palette or a colour space other
 *   than sRGB and grey
 */
export function unwrapJp2(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff) return bytes;
  for (const { type, body } of boxes(bytes)) {
    if (type === 'jp2c') return body;
    if (type === 'jp2h') for (const part of boxes(body)) checkHeader(part);
  }
  throw new WorkError('JPEG 2000 file is cut short: it has no codestream');
}

interface Box {
  readonly type: string;
  readonly body: Uint8Array;
}

function checkHeader({ type, body }: Box): void {
  if (type === 'pclr') throw new WorkError('JPEG 2000 file has a palette; expected none');
  if (type !== 'colr') return;
  const space = body[0] === 1 && body.length >= 7 ? (body[5]! << 8) | body[6]! : null;
  if (space !== enumerated.grey && space !== enumerated.colour) {
    const told = space === null ? 'a colour profile' : `colour space ${space}`;
    throw new WorkError(`JPEG 2000 file has ${told}; expected sRGB or grey`);
  }
}

function* boxes(bytes: Uint8Array): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    const long = size === 1 && at + 16 <= bytes.length;
    const head = long ? 16 : 8;
    const length = long ? Number(view.getBigUint64(at + 8)) : size || bytes.length - at;
    if (length < head || at + length > bytes.length) {
      throw new WorkError('JPEG 2000 file is cut short: a box ends beyond it');
    }
    yield { type, body: bytes.subarray(at + head, at + length) };
    at += length;
  }
}

function box(type: string, ...parts: ArrayLike<number>[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 8);
  return join([u32(length), ascii(type), ...parts]);
}

function join(parts: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function u32(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
