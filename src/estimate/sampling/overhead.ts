import { createRaster, type Raster } from '../../image/raster.js';
import type { Compressor } from '../compressor.js';

/** Side in pixels of the flat picture that shows what a file costs without any content. */
const flatSide = 16;

/**
 * Bytes of a file that holds next to nothing: containers, headers and tables. Those of a flat picture
 * in the layout of `like`.
 */
export async function overheadBytes(compressor: Compressor, like: Raster): Promise<number> {
  const { channels, depth } = like;
  const size = flatSide * flatSide * channels;
  const middle =
    depth === 8 ? new Uint8Array(size).fill(128) : new Uint16Array(size).fill(128 * 257);
  const flat = createRaster({ width: flatSide, height: flatSide, channels, depth, data: middle });
  return (await compressor.compress(flat)).bytes;
}

/** Bits a pixel of a sample, without what the file costs by itself. */
export function bitsPerPixel(bytes: number, overhead: number, { width, height }: Raster): number {
  return (8 * Math.max(0, bytes - overhead)) / (width * height);
}
