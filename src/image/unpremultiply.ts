import { createRaster, peakOf, type Raster } from './raster.js';

/**
 * An RGBA picture whose colours are multiplied by its alpha, in the samples' own scale, with straight
 * ones: divided by alpha, rounded, no more than the peak, and 0 where alpha is 0. Any other picture as
 * it is.
 */
export function unpremultiply(image: Raster): Raster {
  if (image.channels !== 4) return image;
  const peak = peakOf(image.depth);
  const data = image.data.slice();
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3]!;
    for (let c = i; c < i + 3; c++) {
      data[c] = alpha === 0 ? 0 : Math.min(peak, Math.round((data[c]! * peak) / alpha));
    }
  }
  return createRaster({ ...image, data });
}
