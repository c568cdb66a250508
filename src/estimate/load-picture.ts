import { WorkError } from '../base/errors.js';
import { loadPicture } from '../codecs/decode.js';
import type { DecodeOptions, LoadedPicture } from '../codecs/decoded.js';
import { formatOf } from '../codecs/formats.js';
import { isJxlAnimation } from '../codecs/jxl/colour.js';
import { isSequence, readHeader } from '../image/files/header.js';
import { shrinkJpeg } from '../image/files/shrink-jpeg.js';
import { createRaster, type Raster } from '../image/raster.js';
import { vectorFormat } from '../image/vector.js';
import { openPicture, type Picture } from './picture.js';

/**
 * A picture out of the bytes of a file. Its header is read at once, its samples when they are asked
 * for; a format whose header is not read here is decoded at once.
 * @param load decodes; in a process of its own unless told
 * @throws WorkError for a file that is no picture, and for vector graphics
 */
export async function pictureOfFile(
  bytes: Uint8Array,
  options: DecodeOptions & { readonly name: string; readonly fileBytes?: number | undefined },
  load: (bytes: Uint8Array, options: DecodeOptions) => Promise<LoadedPicture> = loadPicture,
): Promise<Picture> {
  const vector = vectorFormat(bytes);
  if (vector !== null) {
    throw new WorkError(
      `${options.name} is ${vector}: expected a picture of pixels, whose size it does not have yet; render it first`,
      { code: 'broken-image', data: { file: options.name } },
    );
  }
  const file = {
    bytes: options.fileBytes ?? bytes.length,
    format: formatOf(bytes)?.id ?? 'unknown',
  };
  const header = await readHeader(bytes);
  if (header !== null) {
    return openPicture(
      { ...header, file },
      () => load(bytes, options),
      (width) => shrinkJpeg(bytes, width, options),
    );
  }
  const loaded = await load(bytes, options);
  const { width, height } = loaded.picture;
  const holdsSeveral = isSequence(bytes) || (file.format === 'jxl' && isJxlAnimation(bytes));
  return openPicture({ width, height, holdsSeveral, file }, async () => loaded);
}

/**
 * A picture that is samples already; there is no file to compare with.
 * @throws RangeError for a raster that is none
 */
export function pictureOfSamples(image: Raster): Picture {
  const { width, height } = createRaster(image);
  const loaded = { picture: image, damage: null };
  return openPicture({ width, height, holdsSeveral: false, file: null }, async () => loaded);
}
