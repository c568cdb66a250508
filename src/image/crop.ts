import { UsageError } from '../base/errors.js';
import { createRaster, createSamples, type Raster } from './raster.js';

/** A part of a picture, in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The middle of a picture: `width` x `height`, each at most the picture's own, from column
 * floor((W - width) / 2) and row floor((H - height) / 2). The same object where nothing is cut.
 */
export function centreCrop(image: Raster, width: number, height: number): Raster {
  const size = { width: Math.min(width, image.width), height: Math.min(height, image.height) };
  const left = Math.floor((image.width - size.width) / 2);
  const top = Math.floor((image.height - size.height) / 2);
  return crop(image, { left, top, ...size });
}

/** A rectangle of a picture, which must lie inside it (RangeError); the same object if it is all. */
export function crop(image: Raster, { left, top, width, height }: Area): Raster {
  if (left < 0 || top < 0 || left + width > image.width || top + height > image.height) {
    throw new RangeError(
      `crop ${width}x${height}+${left}+${top} leaves the picture of ${image.width}x${image.height}`,
    );
  }
  if (width === image.width && height === image.height) return image;
  const { channels, depth } = image;
  const row = width * channels;
  const size = row * height;
  const data = createSamples(depth, size);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(from, from + row), y * row);
  }
  return createRaster({ width, height, channels, depth, data });
}

/** Copies a picture into another of its layout, which must have room for it there. */
export function paste(
  into: Raster,
  { width, height, channels, data }: Raster,
  { left, top }: Pick<Area, 'left' | 'top'>,
): void {
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    const to = ((top + y) * into.width + left) * channels;
    into.data.set(data.subarray(y * row, (y + 1) * row), to);
  }
}

/** Reads `512x512`, width x height in pixels. Throws UsageError. */
export function parseSize(text: string): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{0,8})x([1-9]\d{0,8})$/.exec(text.trim()) ?? [];
  if (width === undefined || height === undefined) {
    throw new UsageError(`a size is WIDTHxHEIGHT in pixels, such as 512x512, got '${text}'`, {
      code: 'wrong-size',
      data: { got: text },
    });
  }
  return { width: Number(width), height: Number(height) };
}
