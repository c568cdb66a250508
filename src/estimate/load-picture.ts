import { loadImage } from '../codecs/decode.js';
import { fileFormats } from '../codecs/formats.js';
import type { CodingOptions } from '../codecs/with-codec.js';
import { sizeOfHeader } from '../image/files/size.js';
import { createRaster, type Raster } from '../image/raster.js';
import { openPicture, type Picture } from './picture.js';

/**
 * A picture out of the bytes of a file. Its header is read at once, its samples when they are asked
 * for; a format whose header is not read here is decoded at once.
 * @throws WorkError for a file that is no picture
 */
export async function pictureOfFile(
  bytes: Uint8Array,
  options: CodingOptions & { readonly name: string },
): Promise<Picture> {
  const format = fileFormats.find((each) => each.recognises(bytes))?.id ?? 'unknown';
  const file = { bytes: bytes.length, format };
  const load = () => loadImage(bytes, options);
  const size = await sizeOfHeader(bytes);
  if (size !== null) return openPicture({ ...size, file }, load);
  const image = await load();
  return openPicture({ width: image.width, height: image.height, file }, async () => image);
}

/**
 * A picture that is samples already; there is no file to compare with.
 * @throws RangeError for a raster that is none
 */
export function pictureOfSamples(image: Raster): Picture {
  const { width, height } = createRaster(image);
  return openPicture({ width, height, file: null }, async () => image);
}
