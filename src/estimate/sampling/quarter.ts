import { createRaster, type Raster } from '../../image/raster.js';
import type { Question } from '../estimator.js';

/** One pixel stands for a square of so many. */
const factor = 4;

/**
 * How many more bits a mosaic of tiles takes than the whole picture where both are shrunk to a quarter of their width
 * and height, per pixel of full size: what its low frequencies and its seams cost, which the bits of blocks
 * do not show. Null for compressors that have no setting for it.
 */
export async function quarterFeature(
  { picture, compressor }: Pick<Question, 'picture' | 'compressor'>,
  mosaic: Raster,
): Promise<number | null> {
  const { quarter } = compressor;
  if (quarter === null) return null;
  const bitsOf = async (image: Raster): Promise<number> => {
    const { bytes } = await quarter.compress(shrinkByArea(quarter.fit(image)));
    return (8 * bytes) / (image.width * image.height);
  };
  return (await bitsOf(mosaic)) - (await bitsOf(await picture.samples()));
}

/** Means of squares of 4x4 pixels; what is left over on the right and below is left out. */
export function shrinkByArea(image: Raster): Raster {
  const { channels, depth } = image;
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const size = width * height * channels;
  const data = depth === 8 ? new Uint8Array(size) : new Uint16Array(size);
  const stride = image.width * channels;
  const area = factor ** 2;
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * factor * stride + x * factor * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let row = 0; row < factor; row++) {
          const start = from + row * stride + channel;
          for (let column = 0; column < factor; column++) {
            sum += image.data[start + column * channels]!;
          }
        }
        data[to++] = Math.round(sum / area);
      }
    }
  }
  return createRaster({ width, height, channels, depth, data });
}
