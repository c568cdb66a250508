import { unsupported } from '../../image/files/colour/cicp.js';
import { profileSpace } from '../../image/files/colour/icc-profile.js';
import {
  type Chromaticities,
  type Chromaticity,
  primariesByCode,
  whites,
} from '../../image/files/colour/primaries.js';
import { type ColourSpace, spaceOf } from '../../image/files/colour/space.js';
import { toSrgb } from '../../image/files/colour/to-srgb.js';
import { type Curve, power, transferByCode } from '../../image/files/colour/transfer.js';
import type { Raster } from '../../image/raster.js';
import { unpremultiply } from '../../image/unpremultiply.js';
import { type BitReader, openHeader } from './header.js';
import { readSize } from './size.js';

/** What a JPEG XL file says of its colours. */
export interface JxlColour {
  /** Whether samples are stored in a space of the codec's own, out of which a decoder makes another. */
  readonly isXyb: boolean;
  /** The space that the header states; null where an ICC profile does. */
  readonly space: ColourSpace | null;
  /** Whether colours are multiplied by alpha. */
  readonly isPremultiplied: boolean;
}

/**
 * What the header of a file says of its colours. ISO/IEC 18181-1, ImageMetadata and ColourEncoding.
 * @throws WorkError for a header that is cut short, and for PQ, HLG and colours that are no RGB or grey
 */
export function readJxlColour(bytes: Uint8Array): JxlColour {
  const read = openHeader(bytes);
  readSize(read);
  if (flag(read)) return { isXyb: true, space: spaceOfEncoding(), isPremultiplied: false };
  if (flag(read)) skipExtraFields(read);
  skipBitDepth(read);
  // Whether 16 bits do for its buffers.
  read(1);
  const count = choose(read, [0], [1], [2, 4], [1, 12]);
  const channels = Array.from({ length: count }, () => readExtraChannel(read));
  const isXyb = flag(read);
  return {
    isXyb,
    space: readEncoding(read),
    isPremultiplied: channels.find(({ isAlpha }) => isAlpha)?.isPremultiplied ?? false,
  };
}

/**
 * Whether a file holds an animation, by its header.
 * @throws WorkError for a header that is cut short
 */
export function isJxlAnimation(bytes: Uint8Array): boolean {
  const read = openHeader(bytes);
  readSize(read);
  return !flag(read) && flag(read) && skipExtraFields(read);
}

/**
 * A decoded picture with straight alpha and in sRGB.
 * @param decoded.profile the ICC profile of the samples as the decoder tells it, null where it says that
 *   they are sRGB
 * @param decoded.isStraight whether the decoder has undone premultiplied alpha
 */
export function jxlToSrgb(
  colour: JxlColour,
  decoded: {
    readonly image: Raster;
    readonly profile: Uint8Array | null;
    readonly isStraight: boolean;
  },
): Raster {
  const { image, profile } = decoded;
  const samples = image.channels === 1 ? 'GRAY' : 'RGB ';
  // The header's numbers are finer than those of the profile that libjxl makes of them.
  const stated = colour.isXyb ? null : colour.space;
  const told = profile && (profileSpace(profile, samples) ?? profileSpace(profile, 'GRAY'));
  const space = profile === null && colour.isXyb ? null : (stated ?? told);
  const straight = colour.isPremultiplied && !decoded.isStraight ? unpremultiply(image) : image;
  return space === null ? straight : toSrgb(straight, space);
}

/** A number by two bits that choose how: a value, or what is added to so many bits. */
function choose(
  read: BitReader,
  ...ways: readonly (readonly [offset: number, bits?: number])[]
): number {
  const [offset, bits = 0] = ways[read(2)]!;
  return offset + read(bits);
}

const flag = (read: BitReader) => read(1) === 1;
const enumeration = (read: BitReader) => choose(read, [0], [1], [2, 4], [18, 6]);

/** Orientation, intrinsic size, preview, animation: whether it is one. */
function skipExtraFields(read: BitReader): boolean {
  read(3);
  if (flag(read)) readSize(read);
  if (flag(read)) skipPreview(read);
  if (!flag(read)) return false;
  choose(read, [100], [1000], [1, 10], [1, 30]);
  choose(read, [1], [1001], [1, 8], [1, 10]);
  choose(read, [0], [0, 3], [0, 16], [0, 32]);
  read(1);
  return true;
}

function skipPreview(read: BitReader): void {
  const isByEight = flag(read);
  const side = () =>
    isByEight
      ? choose(read, [16], [32], [1, 5], [33, 9])
      : choose(read, [1, 6], [65, 8], [321, 10], [1345, 12]);
  side();
  if (read(3) === 0) side();
}

function skipBitDepth(read: BitReader): void {
  if (!flag(read)) {
    choose(read, [8], [10], [12], [1, 6]);
    return;
  }
  choose(read, [32], [16], [24], [1, 6]);
  read(4);
}

/** Types of extra channels that have fields of their own. */
const extraChannel = { alpha: 0, spot: 2, filterArray: 5 } as const;

function readExtraChannel(read: BitReader): { isAlpha: boolean; isPremultiplied: boolean } {
  if (flag(read)) return { isAlpha: true, isPremultiplied: false };
  const type = enumeration(read);
  skipBitDepth(read);
  choose(read, [0], [3], [4], [1, 3]);
  for (let name = choose(read, [0], [0, 4], [16, 5], [48, 10]); name > 0; name--) read(8);
  const isAlpha = type === extraChannel.alpha;
  const isPremultiplied = isAlpha && flag(read);
  if (type === extraChannel.spot) read(64);
  if (type === extraChannel.filterArray) choose(read, [1], [0, 2], [3, 4], [19, 8]);
  return { isAlpha, isPremultiplied };
}

/** Codes of the header: colour spaces, white points, primaries, transfer functions. */
const code = {
  space: { rgb: 0, grey: 1 },
  custom: 2,
  white: { d65: 1, equal: 10, dci: 11 },
  primaries: { srgb: 1, bt2100: 9, p3: 11 },
  transfer: { unknown: 2, srgb: 13, dci: 17 },
} as const;

/** null where an ICC profile follows. */
function readEncoding(read: BitReader): ColourSpace | null {
  if (flag(read)) return spaceOfEncoding();
  const hasProfile = flag(read);
  const space = enumeration(read);
  if (hasProfile) return null;
  if (space !== code.space.rgb && space !== code.space.grey) {
    throw unsupported(
      `the JPEG XL header says colour space ${space}, and RGB or grey was expected`,
    );
  }
  const white = readWhite(read);
  const primaries = space === code.space.grey ? undefined : readPrimaries(read);
  return spaceOfEncoding(readCurve(read), { ...primariesByCode.get(1)!, ...primaries, white });
}

function spaceOfEncoding(
  curve: Curve = transferByCode.get(code.transfer.srgb)!.toLinear!,
  chromaticities?: Chromaticities,
): ColourSpace {
  const space = spaceOf(curve, chromaticities);
  if (space === null) throw unsupported('the JPEG XL header says primaries that are no triangle');
  return space;
}

function readWhite(read: BitReader): Chromaticity {
  const told = enumeration(read);
  if (told === code.custom) return readChromaticity(read);
  if (told === code.white.d65) return whites.d65;
  if (told === code.white.equal) return whites.equal;
  if (told === code.white.dci) return whites.dci;
  throw unsupported(`the JPEG XL header says white point ${told}, a code that is reserved`);
}

function readPrimaries(read: BitReader): Omit<Chromaticities, 'white'> {
  const told = enumeration(read);
  if (told === code.custom) {
    const [red, green, blue] = [
      readChromaticity(read),
      readChromaticity(read),
      readChromaticity(read),
    ];
    return { red, green, blue };
  }
  const known =
    told === code.primaries.p3 || told === code.primaries.bt2100 || told === code.primaries.srgb;
  if (known) return primariesByCode.get(told)!;
  throw unsupported(`the JPEG XL header says primaries ${told}, a code that is reserved`);
}

/** Millionths, of which the lowest bit is the sign. */
function readChromaticity(read: BitReader): Chromaticity {
  const one = () => {
    const packed = choose(read, [0, 19], [2 ** 19, 19], [2 ** 20, 20], [2 ** 21, 21]);
    return (packed % 2 === 0 ? packed / 2 : -(packed + 1) / 2) / 1e6;
  };
  return [one(), one()];
}

function readCurve(read: BitReader): Curve {
  if (flag(read)) return power(1e7 / read(24));
  const told = enumeration(read);
  // The gamma of digital cinema without the headroom that H.273 has.
  if (told === code.transfer.dci) return power(2.6);
  const transfer = told === code.transfer.unknown ? undefined : transferByCode.get(told);
  if (transfer?.toLinear) return transfer.toLinear;
  const what = transfer === undefined ? 'unknown' : `${transfer.title}: high dynamic range`;
  throw unsupported(`the JPEG XL header says transfer function ${told}, ${what}`);
}
