import { imageFormats } from '../format.js';
import { createRaster, defaultMaxPixels, type Raster } from '../raster.js';
import { statedColour } from './colour/stated.js';
import { isSrgb } from './colour/to-srgb.js';
import { sharp } from './sharp.js';

/** Channels of the colour spaces that need no conversion. */
const channels = { 'b-w': 1, srgb: 3 } as const;

/**
 * A smaller version of the picture in a JPEG file, `width` pixels wide, the orientation applied. Of the
 * DCT only what the size needs is decoded (a half, a quarter, an eighth), the rest is Lanczos3.
 * @returns null for every other format, for colours that are to be turned into sRGB, for a file that is
 *   damaged or has more pixels than it may: those are left to a decode of the whole
 */
export async function shrinkJpeg(
  bytes: Uint8Array,
  width: number,
  { maxPixels = defaultMaxPixels }: { readonly maxPixels?: number | undefined } = {},
): Promise<Raster | null> {
  if (!imageFormats.jpeg.recognises(bytes)) return null;
  const strict = { failOn: 'warning', limitInputPixels: maxPixels } as const;
  try {
    const { space, icc, depth, autoOrient } = await sharp(bytes, strict).metadata();
    if ((space !== 'b-w' && space !== 'srgb') || depth !== 'uchar') return null;
    const colour = statedColour(bytes, { profile: icc, isGrey: channels[space] === 1 });
    if (colour.space !== null && !isSrgb(colour.space)) return null;
    if (autoOrient.width <= width) return null;
    const height = Math.max(1, Math.round((autoOrient.height * width) / autoOrient.width));
    const { data, info } = await sharp(bytes, { ...strict, autoOrient: true, ignoreIcc: true })
      .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
      .toColourspace(space)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const samples = new Uint8Array(data);
    return createRaster({ ...info, channels: channels[space], depth: 8, data: samples });
  } catch {
    return null;
  }
}
