import { readChunks } from '../../png-chunks.js';
import { cicpSpace, saysNothing, unsupported } from './cicp.js';
import { profileSpace } from './icc-profile.js';
import { type Chromaticities, type Chromaticity, srgbPrimaries } from './primaries.js';
import { type ColourSpace, spaceOf } from './space.js';
import { power, srgbToLinear } from './transfer.js';

/** What PNG's gAMA and cHRM count in. */
const unit = 100_000;
/** Values of gAMA outside these say nothing that can be meant; libpng passes over the same. */
const gammaRange = [1000, 10_000_000] as const;

/**
 * The colour space that a PNG file states, by the first of these that it holds: cICP, an iCCP that can
 * be applied, sRGB, gAMA and cHRM. Chunks that are invalid are passed over, and so are second ones of a
 * kind. null where there is none, which means sRGB, and where it is sRGB that they state.
 *
 * gAMA without cHRM has sRGB's primaries, cHRM without gAMA sRGB's curve. gAMA is the power that it says,
 * also where 45455 was written for sRGB without the chunk that says so. PNG (third edition), 4.3 and
 * 11.3.2.
 * @param profile what the chunk iCCP holds, decompressed, where there is one
 * @throws WorkError for a cICP of high dynamic range, of narrow range or of reserved codes
 */
export function pngSpace(bytes: Uint8Array, profile: Uint8Array | undefined): ColourSpace | null {
  const chunks = readChunks(bytes);
  const header = chunks.get('IHDR');
  if (header === undefined || header.byteLength < 13) return null;
  const stated = cicpOf(chunks.get('cICP'));
  if (stated !== null) return stated;
  // Colour types 0 and 4 are grey, without and with alpha.
  const isGrey = (header.getUint8(9) & 3) === 0;
  const embedded = profile && profileSpace(profile, isGrey ? 'GRAY' : 'RGB ');
  if (embedded) return embedded;
  const intent = chunks.get('sRGB');
  if (intent?.byteLength === 1 && intent.getUint8(0) <= 3) return null;
  const gamma = gammaOf(chunks.get('gAMA'));
  const chromaticities = chromaticitiesOf(chunks.get('cHRM'));
  if (gamma === null && chromaticities === null) return null;
  const curve = gamma === null ? srgbToLinear : power(1 / gamma);
  return spaceOf(curve, chromaticities ?? srgbPrimaries) ?? spaceOf(curve);
}

/** A matrix in cICP is none of RGB samples, and makes the chunk invalid. */
function cicpOf(chunk: DataView | undefined): ColourSpace | null {
  if (chunk?.byteLength !== 4 || chunk.getUint8(2) !== 0 || chunk.getUint8(3) > 1) return null;
  const [primaries, transfer] = [chunk.getUint8(0), chunk.getUint8(1)];
  const isFullRange = chunk.getUint8(3) === 1;
  if (saysNothing({ primaries, transfer }) && isFullRange) return null;
  const place = "PNG's cICP chunk";
  const space = cicpSpace({ primaries, transfer }, place);
  if (isFullRange) return space;
  throw unsupported(`${place} says samples of narrow range, and full range was expected`);
}

function gammaOf(chunk: DataView | undefined): number | null {
  if (chunk?.byteLength !== 4) return null;
  const value = chunk.getUint32(0);
  return value < gammaRange[0] || value > gammaRange[1] ? null : value / unit;
}

function chromaticitiesOf(chunk: DataView | undefined): Chromaticities | null {
  if (chunk?.byteLength !== 32) return null;
  const at = (i: number): Chromaticity => [
    chunk.getUint32(8 * i) / unit,
    chunk.getUint32(8 * i + 4) / unit,
  ];
  const chromaticities = { white: at(0), red: at(1), green: at(2), blue: at(3) };
  const isColour = Object.values(chromaticities).every(([x, y]) => x + y <= 1);
  return isColour && spaceOf(srgbToLinear, chromaticities) !== null ? chromaticities : null;
}
