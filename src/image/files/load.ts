import { isOwnError, messageOf, WorkError } from '../../base/errors.js';
import { readBounded } from '../../base/read-bounded.js';
import { decodeBmp } from '../bmp.js';
import { demandPromised, formatTitles, imageFormats, sniffFormat } from '../format.js';
import { decodePnm } from '../pnm.js';
import { defaultMaxPixels, type Raster } from '../raster.js';
import { decodeDamaged, type FailOn, type ReadImage } from './damage.js';
import { clearUncovered } from './gif-canvas.js';
import { decodeWithSharp } from './source.js';

/** How an image file is read. */
export interface ReadOptions {
  /** A picture with more pixels is refused before its samples are allocated. */
  readonly maxPixels?: number | undefined;
  /** Take what can be decoded of a damaged file. */
  readonly lenient?: boolean | undefined;
}

/**
 * Reads an image file: PNG, JPEG, WebP, TIFF, GIF, AVIF, BMP, or PNM with PAM, told apart by their
 * first bytes. Grey stays 1 channel, grey with alpha becomes RGBA, palettes are expanded, samples of up
 * to 8 bits give depth 8 and longer ones depth 16. Of an animation it is the first picture; what it does
 * not cover of a GIF's canvas is transparent. The EXIF orientation is applied.
 *
 * Colours are turned into sRGB here, once, and premultiplied alpha is undone. What a file states
 * counts in this order: PNG's cICP, an ICC profile, PNG's sRGB, its gAMA and cHRM; for AVIF a profile,
 * nclx, the bitstream. Profiles are taken in the perceptual intent, by their table, else their curves
 * and matrix; what lies outside sRGB is clipped. A space that is sRGB to within half a step of 8 bits
 * changes no sample, and nothing stated means sRGB. A profile that is broken or not made for the samples
 * is passed over, as browsers do, and so are chunks that are invalid. docs/colour.md says it all.
 * @throws WorkError naming the file, for one that is empty, no such image, broken or truncated, has
 *   more than `maxPixels` (before they are allocated), another format than its extension says, or colours
 *   that are not turned into sRGB (`unsupported-colour`): PQ and HLG, PNG's narrow range, reserved codes
 */
export async function loadImageFile(path: string, options: ReadOptions = {}): Promise<Raster> {
  return decodeImage(await readBounded(path, { bound: 'picture' }), { ...options, name: path });
}

/** Reads an image file that is in memory, as `loadImageFile` does; `name` is for extension and errors. */
export async function decodeImage(
  bytes: Uint8Array,
  options: ReadOptions & { readonly name: string },
): Promise<Raster> {
  return (await readImage(bytes, options)).image;
}

/** The same with what is wrong with the file, where a damaged one was taken. */
export async function readImage(
  bytes: Uint8Array,
  { maxPixels = defaultMaxPixels, lenient = false, name }: ReadOptions & { readonly name: string },
): Promise<ReadImage> {
  const broken = { code: 'broken-image', data: { file: name } } as const;
  if (bytes.length === 0) throw new WorkError(`${name} is empty (0 bytes)`, broken);
  const format = sniffFormat(bytes);
  if (format === null) {
    throw new WorkError(
      `${name} is no image that can be read (${formatTitles.join(', ')})`,
      broken,
    );
  }
  demandPromised(name, format);
  try {
    if (format === imageFormats.pnm) return sound(decodePnm(bytes, { maxPixels }));
    if (format === imageFormats.bmp) return sound(decodeBmp(bytes, { maxPixels }));
    const decode = async (failOn: FailOn) => {
      const image = await decodeWithSharp(bytes, { maxPixels, failOn });
      return format === imageFormats.gif ? clearUncovered(bytes, image) : image;
    };
    return await decodeDamaged(decode, { name, lenient });
  } catch (error) {
    if (isOwnError(error) && error.code === 'damaged-image') throw error;
    const told = isOwnError(error) && error.code !== 'failed-work' ? error : broken;
    throw new WorkError(`${name} cannot be decoded: ${messageOf(error)}`, {
      code: told.code,
      data: { ...told.data, file: name },
    });
  }
}

function sound(image: Raster): ReadImage {
  return { image, damage: null };
}
