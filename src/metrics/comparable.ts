import { WorkError } from '../errors.js';
import { convert } from '../image/convert.js';
import type { Channels, Depth, Raster } from '../image/raster.js';
import type { Metric } from './metric.js';

/** An original and its decoded picture in one layout: one size, 1 or 3 channels, one depth. */
export interface Pair {
  readonly reference: Raster;
  readonly decoded: Raster;
}

/**
 * Brings a pair to one layout before it is scored. Two grey pictures stay grey, all others become
 * RGB; alpha is laid over mid-grey; where one of the two has 16 bits a sample, both get 16.
 *
 * @throws WorkError where the sizes differ or are below the metric's smallest
 */
export function comparable(
  { id, minSide }: Pick<Metric, 'id' | 'minSide'>,
  reference: Raster,
  decoded: Raster,
): Pair {
  const { width, height } = reference;
  if (decoded.width !== width || decoded.height !== height) {
    throw new WorkError(
      `${id} compares pictures of one size, got ${width}x${height} and ${decoded.width}x${decoded.height}`,
    );
  }
  if (Math.min(width, height) < minSide) {
    throw new WorkError(`${id} needs ${minSide}x${minSide} pixels or more, got ${width}x${height}`);
  }
  const channels = reference.channels === 1 && decoded.channels === 1 ? 1 : 3;
  const depth = reference.depth === 16 || decoded.depth === 16 ? 16 : 8;
  return {
    reference: bring(reference, channels, depth),
    decoded: bring(decoded, channels, depth),
  };
}

/** A comparable pair as the bytes of RGBA pictures, for libraries that take nothing else. */
export function rgbaBytes(image: Raster): Uint8ClampedArray {
  const { data } = convert(image, { channels: 4, depth: 8 });
  return new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
}

function bring(image: Raster, channels: Channels, depth: Depth): Raster {
  // Depth first, so that flattening the alpha rounds at the finer of the two depths.
  const deep = convert(image, { channels: image.channels, depth });
  return convert(deep, { channels, depth });
}
