import { WorkError } from '../base/errors.js';

/** What the headers of a BMP file say. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Rows come from the bottom up unless told. */
  readonly topDown: boolean;
  /** Of a pixel: 1, 2, 4 or 8 are places of the palette. */
  readonly bits: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  /** How rows are coded, where they are. */
  readonly runs: 'rle4' | 'rle8' | null;
  /** Which bits of a pixel of 16 or 32 are red, green, blue and alpha; 0 where there is none. */
  readonly masks: readonly [number, number, number, number];
  /** Red, green and blue of each place; empty where there is no palette. */
  readonly palette: readonly (readonly [number, number, number])[];
  /** Where the pixels begin. */
  readonly start: number;
}

/** The first header has 14 bytes; the length of the second stands behind it. */
const second = 14;

/** Values of the field for compression. */
const [plain, rle8, rle4, bitFields, alphaBitFields] = [0, 1, 2, 3, 6];

/** Values of the field for the colour space, from the header of 108 bytes on. */
const [calibrated, linked, embedded] = [0, 0x4c494e4b, 0x4d424544];

const fourMasks = (red: number, green: number, blue: number, alpha = 0): BmpHeader['masks'] => [
  red,
  green,
  blue,
  alpha,
];

/**
 * Reads the headers and the palette of a BMP file: those of OS/2 1.x and 2.x and of Windows, to
 * version 5. https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 * @throws WorkError for a file that is cut short, of a kind that is not read, or with colours that are
 *   not sRGB
 */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length >= second + 4 ? view.getUint32(second, true) : 0;
  if (size < 12 || bytes.length < second + size) throw cutShort();
  const old = size === 12;
  /** Of 4 bytes, 0 where the header is too short to have it. */
  const field = (at: number): number => (size >= at + 4 ? view.getUint32(second + at, true) : 0);
  const width = old ? view.getUint16(second + 4, true) : field(4) | 0;
  const tall = old ? view.getUint16(second + 6, true) : field(8) | 0;
  const bits = view.getUint16(second + (old ? 10 : 14), true);
  const compression = field(16);
  const height = Math.abs(tall);
  if (width < 1 || height < 1) {
    throw new WorkError(`BMP tells a picture of ${width}x${tall}; expected sides of 1 or more`);
  }
  if (size >= 108) requireSrgb(field);
  const behind = second + size;
  const masksApart = size === 40 ? { [bitFields]: 12, [alphaBitFields]: 16 }[compression] : 0;
  if (bytes.length < behind + (masksApart ?? 0)) throw cutShort();
  const kind = kindOf(bits, compression, size);
  const header = { width, height, topDown: tall < 0, ...kind, start: view.getUint32(10, true) };
  if (kind.bits > 8) {
    const four = size >= 56 || (size === 40 && compression === alphaBitFields);
    const [first, count] = [second + 40, four ? 4 : 3];
    const given = compression === bitFields || compression === alphaBitFields;
    const at = (place: number): number =>
      place < count ? view.getUint32(first + 4 * place, true) : 0;
    const masks = given ? fourMasks(at(0), at(1), at(2), at(3)) : usualMasks(kind.bits);
    return { ...header, masks, palette: [] };
  }
  const used = old ? 0 : field(32);
  const places = used === 0 || used > 2 ** bits ? 2 ** bits : used;
  const entry = old ? 3 : 4;
  // A short palette is followed by the pixels at once.
  const room = Math.floor((Math.min(header.start, bytes.length) - behind) / entry);
  const palette = Array.from({ length: Math.max(0, Math.min(places, room)) }, (_, place) => {
    const [blue, green, red] = bytes.subarray(behind + entry * place);
    return [red!, green!, blue!] as const;
  });
  if (palette.length === 0) throw cutShort();
  return { ...header, masks: fourMasks(0, 0, 0), palette };
}

function kindOf(bits: number, compression: number, size: number): Pick<BmpHeader, 'bits' | 'runs'> {
  const windows = size === 40 || size > 64 || size === 52 || size === 56;
  if (compression === rle8 && bits === 8) return { bits, runs: 'rle8' };
  if (compression === rle4 && bits === 4) return { bits, runs: 'rle4' };
  const wide = bits === 16 || bits === 32;
  const masked = windows && (compression === bitFields || compression === alphaBitFields);
  if ((compression === plain || masked) && wide) return { bits, runs: null };
  const packed = bits === 1 || bits === 2 || bits === 4 || bits === 8 || bits === 24;
  if (compression === plain && packed) return { bits, runs: null };
  throw new WorkError(
    `BMP has ${bits} bits per pixel in compression ${compression}; expected 1, 2, 4, 8, 16, 24 or 32, plain, run-length coded or with masks`,
  );
}

function usualMasks(bits: number): BmpHeader['masks'] {
  return bits === 16 ? fourMasks(0x7c00, 0x3e0, 0x1f) : fourMasks(0xff0000, 0xff00, 0xff);
}

function requireSrgb(field: (at: number) => number): void {
  const space = field(56);
  const gammas = [96, 100, 104].map(field);
  const own = space === calibrated && gammas.some((gamma) => gamma !== 0);
  if (!own && space !== linked && space !== embedded) return;
  const told = own ? 'primaries and gamma of its own' : 'a colour profile';
  throw new WorkError(`BMP has ${told}; expected sRGB: convert it, to PNG for one`);
}

/** What is said of a file that ends too early. */
export function cutShort(): WorkError {
  return new WorkError('BMP is cut short: it has not all that its headers tell');
}
