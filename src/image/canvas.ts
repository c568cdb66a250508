import { convert, layOver } from './convert.js';
import { paste } from './crop.js';
import { createRaster, createSamples, peakOf, type Raster } from './raster.js';

/** A colour, its parts 0 to 255 whatever the depth. */
export interface Ground {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

/** A picture on a larger one of a colour, which gives it the channels that the colour needs. */
export function pad(
  image: Raster,
  {
    width,
    height,
    left,
    top,
    ground,
  }: { width: number; height: number; left: number; top: number; ground: Ground },
): Raster {
  if (width === image.width && height === image.height) return image;
  const isGrey = ground.r === ground.g && ground.g === ground.b;
  const channels = image.channels === 4 || ground.alpha < 255 ? 4 : isGrey ? image.channels : 3;
  const inner = convert(image, { channels, depth: image.depth });
  const data = createSamples(image.depth, width * height * channels);
  const scale = peakOf(image.depth) / 255;
  const pixel = [ground.r, ground.g, ground.b, ground.alpha].slice(0, channels);
  for (let i = 0; i < data.length; i++) data[i] = pixel[i % channels]! * scale;
  const canvas = createRaster({ width, height, channels, depth: image.depth, data });
  paste(canvas, inner, { left, top });
  return canvas;
}

/** A picture without alpha: laid over a colour, in straight sRGB values. The same object if it has none. */
export function flatten(image: Raster, ground: Ground): Raster {
  if (image.channels !== 4) return image;
  const { width, height, depth } = image;
  const data = createSamples(depth, width * height * 3);
  layOver(image.data, data, peakOf(depth), [ground.r, ground.g, ground.b]);
  return createRaster({ width, height, channels: 3, depth, data });
}
