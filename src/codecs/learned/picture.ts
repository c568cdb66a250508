import { createRaster, type Raster } from '../../image/raster.js';
import type { Tensor } from '../../runtimes/onnx/session.js';

/** A side of a picture as graphs want it: a multiple of what the card says, and not below its least. */
export function paddedSide(
  side: number,
  { multiple, minSide }: { readonly multiple: number; readonly minSide: number },
): number {
  return Math.ceil(Math.max(side, minSide) / multiple) * multiple;
}

/**
 * An RGB picture of 8 bit as a graph takes it, 1 x 3 x height x width, padded on the right and below
 * by repeating the edge.
 * @param range what stands for 0 and for 255
 */
export function toPlanes(
  { width, height, data }: Raster,
  padded: { readonly width: number; readonly height: number },
  [black, white]: readonly [number, number],
): Tensor {
  const scale = (white - black) / 255;
  const values = Float32Array.from({ length: 256 }, (_, sample) => sample * scale + black);
  const size = padded.width * padded.height;
  const planes = new Float32Array(3 * size);
  for (let y = 0, to = 0; y < padded.height; y++) {
    let from = Math.min(y, height - 1) * width * 3;
    for (let x = 0; x < padded.width; x++, to++) {
      planes[to] = values[data[from]!]!;
      planes[to + size] = values[data[from + 1]!]!;
      planes[to + 2 * size] = values[data[from + 2]!]!;
      if (x < width - 1) from += 3;
    }
  }
  return { dims: [1, 3, padded.height, padded.width], data: planes };
}

/** The upper left part of a graph's picture, of 8 bit; what is beyond black and white is cut. */
export function fromPlanes(
  { dims, data: planes }: Tensor,
  { width, height }: { readonly width: number; readonly height: number },
  [black, white]: readonly [number, number],
): Raster {
  const stride = dims[3]!;
  const size = dims[2]! * stride;
  const scale = 255 / (white - black);
  // Rounds to the nearest, cuts to 0..255.
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, from = y * stride; x < width; x++, from++, to += 3) {
      data[to] = (planes[from]! - black) * scale;
      data[to + 1] = (planes[from + size]! - black) * scale;
      data[to + 2] = (planes[from + 2 * size]! - black) * scale;
    }
  }
  return createRaster({ width, height, channels: 3, depth: 8, data: new Uint8Array(data.buffer) });
}
