import { UsageError } from '../base/errors.js';
import { createRaster, type Raster } from './raster.js';

/** What a canvas gives: `ImageData` of a browser, or any value of its shape. */
export interface ImageDataLike {
  readonly width: number;
  readonly height: number;
  /** Interleaved RGBA, not premultiplied. */
  readonly data: ArrayLike<number>;
  readonly colorSpace?: string;
}

/**
 * The samples of a canvas as a Raster of RGBA at 8 bit, without a copy.
 * @throws UsageError for another colour space than sRGB and for samples that are not of 8 bit
 */
export function rasterOf({ width, height, data, colorSpace = 'srgb' }: ImageDataLike): Raster {
  if (colorSpace !== 'srgb') {
    throw new UsageError(`expected ImageData in sRGB, got ${colorSpace}; ask for srgb`, {
      code: 'wrong-layout',
    });
  }
  if (!(data instanceof Uint8ClampedArray)) {
    throw new UsageError('expected ImageData of 8 bit a sample (rgba-unorm8)', {
      code: 'wrong-layout',
    });
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return createRaster({ width, height, channels: 4, depth: 8, data: bytes });
}
