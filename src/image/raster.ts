export type Channels = 1 | 3 | 4;
export type Depth = 8 | 16;

/** A picture with more pixels than this is refused unless another limit is asked for. */
export const defaultMaxPixels = 2 ** 28;

/**
 * A picture in memory: `height` x `width` x `channels` samples, interleaved, row-major, sRGB.
 * 1 channel is grey, 3 RGB, 4 RGB with straight (not premultiplied) alpha. Samples span
 * 0..255 in a Uint8Array at depth 8 and 0..65535 in a Uint16Array at depth 16.
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  readonly depth: Depth;
  readonly data: Uint8Array | Uint16Array;
}

/** Makes a Raster and checks its invariant: the one place where it is checked. Throws RangeError. */
export function createRaster(fields: {
  width: number;
  height: number;
  channels: number;
  depth: number;
  data: Uint8Array | Uint16Array;
}): Raster {
  const { width, height, channels, depth, data } = fields;
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isSafeInteger(side) || side < 1) {
      throw new RangeError(`raster ${name} must be a whole number from 1, got ${side}`);
    }
  }
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw new RangeError(`raster channels must be 1, 3 or 4, got ${channels}`);
  }
  if (depth !== 8 && depth !== 16) {
    throw new RangeError(`raster depth must be 8 or 16, got ${depth}`);
  }
  const wanted = depth === 8 ? Uint8Array : Uint16Array;
  if (!(data instanceof wanted)) {
    throw new RangeError(`raster of depth ${depth} needs a ${wanted.name}`);
  }
  const samples = width * height * channels;
  if (data.length !== samples) {
    throw new RangeError(
      `raster of ${width}x${height}x${channels} needs ${samples} samples, got ${data.length}`,
    );
  }
  return { width, height, channels, depth, data };
}

/** Room for so many samples of a depth, all 0. */
export function createSamples(depth: Depth, count: number): Raster['data'] {
  return depth === 8 ? new Uint8Array(count) : new Uint16Array(count);
}

/** The largest sample value of a depth: 255 or 65535. */
export function peakOf(depth: Depth): number {
  return depth === 8 ? 255 : 65535;
}
