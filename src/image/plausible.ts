import { WorkError } from '../base/errors.js';
import { excessOf, tellExcess } from './pixels.js';
import { defaultMaxPixels } from './raster.js';

/**
 * Pixels for each byte of a file beyond which a large picture is refused unless told. Photographs have
 * fewer in any format at any quality that is of use: 128 is 1/16 bit for a pixel. What has more is flat:
 * a JPEG file can have some 250, a PNG file 340 of RGB and 8,000 of bits, a file of AVIF, JPEG XL or
 * JPEG 2000 a million.
 */
export const defaultPixelsPerByte = 128;

/** Pixels that a file of any length may have: what decoding them takes is bounded. */
const alwaysPlausible = 2 ** 24;

/** How many pixels a file may have. */
export interface PixelLimits {
  /** Pictures with more pixels are refused before their samples are allocated. */
  readonly maxPixels?: number | undefined;
  /** Pictures of more than 16,777,216 pixels are refused too where they have more for each byte of their file. */
  readonly maxPixelsPerByte?: number | undefined;
}

/**
 * Decodes a file with the limit of pixels that its length gives.
 * @param bytes length of the file
 * @throws WorkError of code `implausible-size` where a decoder refuses a picture for that limit alone
 */
export async function withPixelLimit<T>(
  bytes: number,
  { maxPixels = defaultMaxPixels, maxPixelsPerByte = defaultPixelsPerByte }: PixelLimits,
  decode: (maxPixels: number) => Promise<T>,
): Promise<T> {
  const plausible = Math.max(alwaysPlausible, Math.floor(maxPixelsPerByte * bytes));
  if (plausible >= maxPixels) return decode(maxPixels);
  try {
    return await decode(plausible);
  } catch (error) {
    const excess = excessOf(error);
    if (excess === null) throw error;
    const name = excess.file === undefined ? '' : `${excess.file}: `;
    throw new WorkError(
      `${name}${tellExcess(excess)}, and its file only ${bytes} bytes: more than ${maxPixelsPerByte} pixels for each byte are not plausible; allow more where you trust it`,
      { code: 'implausible-size', data: { ...excess, bytes, pixelsPerByte: maxPixelsPerByte } },
    );
  }
}
