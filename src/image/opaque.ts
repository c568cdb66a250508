import { createRaster, createSamples, peakOf, type Raster } from './raster.js';

/** An RGBA picture whose alpha is opaque throughout as RGB, any other as it is. */
export function withoutOpaqueAlpha(image: Raster): Raster {
  const { data, channels, depth } = image;
  if (channels !== 4) return image;
  const opaque = peakOf(depth);
  for (let i = 3; i < data.length; i += 4) if (data[i] !== opaque) return image;
  return dropAlpha(image);
}

/** The colours of an RGBA picture. */
export function dropAlpha({ width, height, depth, data }: Raster): Raster {
  const length = width * height * 3;
  const rgb = createSamples(depth, length);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from]!;
    rgb[to + 1] = data[from + 1]!;
    rgb[to + 2] = data[from + 2]!;
  }
  return createRaster({ width, height, channels: 3, depth, data: rgb });
}
