import { WorkError } from '../../../base/errors.js';
import { primariesByCode } from './primaries.js';
import { type ColourSpace, spaceOf } from './space.js';
import { transferByCode } from './transfer.js';

/** Code points of H.273, as PNG's cICP and the nclx of AVIF and HEIC hold them, without matrix and range. */
export interface Cicp {
  readonly primaries: number;
  readonly transfer: number;
}

const unspecified = 2;
/** What stands for what is unspecified: sRGB's. MIAF (ISO/IEC 23000-22), 7.3.6.4. */
const [srgbPrimariesCode, srgbTransferCode] = [1, 13];

/** Whether code points leave both primaries and transfer function open. */
export function saysNothing({ primaries, transfer }: Cicp): boolean {
  return primaries === unspecified && transfer === unspecified;
}

/**
 * The colour space of code points; what is unspecified is sRGB's.
 * @param place what holds them, for errors: `PNG's cICP chunk`
 * @throws WorkError naming what cannot be turned into sRGB: PQ, HLG, codes that H.273 reserves
 */
export function cicpSpace({ primaries, transfer }: Cicp, place: string): ColourSpace {
  const chromaticities = primariesByCode.get(
    primaries === unspecified ? srgbPrimariesCode : primaries,
  );
  const found = transferByCode.get(transfer === unspecified ? srgbTransferCode : transfer);
  if (found === undefined) {
    throw unsupported(`${place} says transfer function ${transfer}, a code that H.273 reserves`);
  }
  if (found.toLinear === null) {
    throw unsupported(
      `${place} says transfer function ${transfer}, ${found.title}: high dynamic range, which has no one picture in sRGB`,
    );
  }
  const space = chromaticities === undefined ? null : spaceOf(found.toLinear, chromaticities);
  if (space === null) {
    throw unsupported(`${place} says colour primaries ${primaries}, a code that H.273 reserves`);
  }
  return space;
}

/** The error for a colour space that is understood but not turned into sRGB. */
export function unsupported(what: string): WorkError {
  return new WorkError(`${what}; convert the picture to sRGB first`, {
    code: 'unsupported-colour',
  });
}
