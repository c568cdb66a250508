import { isOwnError, messageOf, WorkError } from '../../base/errors.js';
import { readBounded } from '../../base/read-bounded.js';
import { formatOfName, formatTitles, imageFormats, sniffFormat } from '../format.js';
import { decodePnm } from '../pnm.js';
import { defaultMaxPixels, type Raster } from '../raster.js';
import { decodeWithSharp } from './source.js';

/**
 * Reads an image file: PNG, JPEG, WebP, TIFF, GIF, AVIF, or PNM with PAM, told apart by their first
 * bytes. Grey stays 1 channel, grey with alpha becomes RGBA, palettes are expanded, samples of up
 * to 8 bits give depth 8 and longer ones depth 16. Of an animation it is the first picture. The
 * EXIF orientation is applied.
 *
 * An embedded ICC profile is turned into sRGB here, once, in the perceptual intent; so is CMYK.
 * Without a profile, and with one of sRGB, the samples are those of the file: PNG's gAMA, cHRM,
 * sRGB and cICP chunks and AVIF's CICP colour description change nothing. A profile that is broken
 * or is not made for the samples is passed over, as browsers do.
 * @throws WorkError naming the file, for one that is empty, no such image, broken or truncated, has
 *   more than `maxPixels` (before they are allocated) or another format than its extension says
 */
export async function loadImageFile(
  path: string,
  options: { readonly maxPixels?: number } = {},
): Promise<Raster> {
  return decodeImage(await readBounded(path, { bound: 'picture' }), { ...options, name: path });
}

/** Reads an image file that is in memory, as `loadImageFile` does; `name` is for extension and errors. */
export async function decodeImage(
  bytes: Uint8Array,
  { maxPixels = defaultMaxPixels, name }: { readonly maxPixels?: number; readonly name: string },
): Promise<Raster> {
  const broken = { code: 'broken-image', data: { file: name } } as const;
  if (bytes.length === 0) throw new WorkError(`${name} is empty (0 bytes)`, broken);
  const format = sniffFormat(bytes);
  if (format === null) {
    throw new WorkError(
      `${name} is no image that can be read (${formatTitles.join(', ')})`,
      broken,
    );
  }
  const promised = formatOfName(name);
  if (promised !== null && promised !== format) {
    const right = name.replace(/[^.]*$/, format.extensions[0]);
    throw new WorkError(`${name} holds ${format.title} data; rename it to ${right}`, broken);
  }
  try {
    return format === imageFormats.pnm
      ? decodePnm(bytes, { maxPixels })
      : await decodeWithSharp(bytes, { maxPixels });
  } catch (error) {
    const code = isOwnError(error) && error.code !== 'failed-work' ? error.code : broken.code;
    throw new WorkError(`${name} cannot be decoded: ${messageOf(error)}`, { ...broken, code });
  }
}
