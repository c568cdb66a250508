import { latin1 } from '../../../base/bytes.js';
import { cicpSpace } from './cicp.js';
import { blackPoint, compensateBlack, fromConnection, perceptualBlack } from './connection.js';
import { readCurve } from './icc-curves.js';
import { readProfileTable } from './icc-tables.js';
import { type Matrix, multiply, type Triple, transform } from './matrix.js';
import { connectionToSrgb, srgbPrimaries, standardOfMatrix, toLinearSrgb } from './primaries.js';
import { type ColourSpace, mixer, spaceOf } from './space.js';
import { type Curve, srgbToLinear } from './transfer.js';

/** What a profile can be made for. */
export type ProfileSamples = 'RGB ' | 'GRAY';

const tableStart = 128;
/** How a tag is laid out: 4 bytes signature, offset, size. */
const entryBytes = 12;

/**
 * The colour space that an ICC profile describes, in the perceptual intent: by its look-up table (A2B0),
 * else by its curves and, for RGB, its matrix. null where it is broken or made for other samples, which
 * says that it is to be passed over. ICC.1:2022, clauses 7 to 10.
 *
 * Black of the profile is taken to black, as littleCMS does for this intent: from the black of the
 * reference medium where a profile of version 4 has a table, else from its own.
 * @throws WorkError for a profile that names a function of high dynamic range (tag `cicp`)
 */
export function profileSpace(profile: Uint8Array, samples: ProfileSamples): ColourSpace | null {
  try {
    return readSpace(profile, samples);
  } catch (error) {
    // What lies outside the file, DataView says so.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readSpace(profile: Uint8Array, samples: ProfileSamples): ColourSpace | null {
  const header = viewOf(profile, 0, profile.length);
  const text = latin1(profile.subarray(0, tableStart));
  if (text.slice(36, 40) !== 'acsp' || text.slice(16, 20) !== samples) return null;
  const tags = readTags(profile, header);
  demandStandardRange(tags.get('cicp'));
  const isLab = text.slice(20, 24) === 'Lab ';
  if (samples === 'GRAY') return greySpace(tags, isLab);
  const tableTag = tags.get('A2B0');
  const table = tableTag === undefined ? null : readProfileTable(tableTag);
  if (table === null) return matrixSpace(tags);
  const { curves, steps, isLegacy } = table;
  const toXyz = fromConnection(isLab ? (isLegacy ? 'lab-legacy' : 'lab') : 'xyz');
  const chain = (values: Float64Array) => {
    for (const step of steps) step(values);
    toXyz(values);
  };
  const isNew = header.getUint8(8) >= 4;
  const start = Float64Array.from(curves, (curve) => curve(0));
  chain(start);
  const black = isNew ? perceptualBlack : blackPoint(start[1]!);
  const compensate = compensateBlack(black);
  const toSrgb = mixer(connectionToSrgb);
  return {
    curves,
    mix(rgb) {
      chain(rgb);
      compensate(rgb);
      toSrgb(rgb);
    },
  };
}

/** The tags that lie inside the profile, each by its signature. */
function readTags(profile: Uint8Array, header: DataView): Map<string, DataView> {
  const tags = new Map<string, DataView>();
  const room = Math.floor((profile.length - tableStart - 4) / entryBytes);
  const count = Math.min(header.getUint32(tableStart), room);
  for (let i = 0; i < count; i++) {
    const at = tableStart + 4 + i * entryBytes;
    const name = latin1(profile.subarray(at, at + 4));
    const [offset, size] = [header.getUint32(at + 4), header.getUint32(at + 8)];
    if (offset + size <= profile.length) tags.set(name, viewOf(profile, offset, size));
  }
  return tags;
}

function viewOf(profile: Uint8Array, offset: number, size: number): DataView {
  return new DataView(profile.buffer, profile.byteOffset + offset, size);
}

/** Of the tag `cicp` no more than this is used: the rest of the profile says the same for an SDR screen. */
function demandStandardRange(tag: DataView | undefined): void {
  if (tag === undefined || tag.getUint32(0) !== 0x63696370) return;
  const [primaries, transfer] = [tag.getUint8(8), tag.getUint8(9)];
  if (transfer === 16 || transfer === 18) {
    cicpSpace({ primaries, transfer }, 'the ICC profile');
  }
}

function greySpace(tags: Map<string, DataView>, isLab: boolean): ColourSpace | null {
  const curve = curveOf(tags.get('kTRC'));
  if (curve === null) return null;
  const toXyz = fromConnection('lab');
  // In CIELAB the curve gives lightness.
  const light: Curve = (sample) => {
    if (!isLab) return curve(sample);
    const values = Float64Array.of(curve(sample), 128 / 255, 128 / 255);
    toXyz(values);
    return values[1]!;
  };
  const [, black] = blackPoint(light(0));
  return { curves: [fromBlack(light, black)], mix: null };
}

function matrixSpace(tags: Map<string, DataView>): ColourSpace | null {
  const [red, green, blue] = ['r', 'g', 'b'].map((name) => curveOf(tags.get(`${name}TRC`)));
  const [r, g, b] = ['r', 'g', 'b'].map((name) => colourOf(tags.get(`${name}XYZ`)));
  if (!red || !green || !blue || !r || !g || !b) return null;
  const toXyz: Matrix = [
    ...([r[0], g[0], b[0]] as const),
    ...([r[1], g[1], b[1]] as const),
    ...([r[2], g[2], b[2]] as const),
  ];
  const standard = standardOfMatrix(toXyz);
  if (standard !== null && [red, green, blue].every(isNearSrgb)) {
    return spaceOf(srgbToLinear, standard);
  }
  const [, black] = blackPoint(transform(toXyz, [red(0), green(0), blue(0)])[1]);
  // The black is grey, and every way from white to white moves grey alike.
  const curves = [fromBlack(red, black), fromBlack(green, black), fromBlack(blue, black)] as const;
  if (standard === srgbPrimaries) return { curves, mix: null };
  const toSrgb = standard === null ? multiply(connectionToSrgb, toXyz) : toLinearSrgb(standard)!;
  return { curves, mix: mixer(toSrgb) };
}

/** The curve with this light as black. */
function fromBlack(curve: Curve, black: number): Curve {
  return black === 0 ? curve : (sample) => (curve(sample) - black) / (1 - black);
}

/** A curve that differs from sRGB's by less than this in light is sRGB's, in the numbers of a profile. */
const curveRounding = 2e-5;

function isNearSrgb(curve: Curve): boolean {
  for (let i = 0; i < 256; i++) {
    if (Math.abs(curve(i / 255) - srgbToLinear(i / 255)) > curveRounding) return false;
  }
  return true;
}

function curveOf(tag: DataView | undefined): Curve | null {
  return tag === undefined ? null : (readCurve(tag, 0)?.curve ?? null);
}

/** The tag of a colour (type `XYZ `). */
function colourOf(tag: DataView | undefined): Triple | null {
  if (tag?.getUint32(0) !== 0x58595a20) return null;
  const at = (offset: number) => tag.getInt32(offset) / 65536;
  return [at(8), at(12), at(16)];
}
