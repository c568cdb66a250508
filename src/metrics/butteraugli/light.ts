import { pow } from '../../base/elementary.js';
import { type Depth, peakOf, type Raster } from '../../image/raster.js';

/** What lies behind transparent pixels: black or white. */
export type Ground = 0 | 1;

/** The brightness of white, in nits. */
export const nits = 80;

/** Light, in nits, of an sRGB value 0..1. */
function lightOf(encoded: number): number {
  return nits * (encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4));
}

/** Light of every sample value of a depth. */
export function lightTable(depth: Depth): Float32Array {
  const peak = peakOf(depth);
  return Float32Array.from({ length: peak + 1 }, (_, sample) => lightOf(sample / peak));
}

/** Whether any pixel lets its ground be seen. */
export function isTransparent({ channels, depth, data }: Raster): boolean {
  if (channels !== 4) return false;
  for (let i = 3; i < data.length; i += 4) if (data[i] !== peakOf(depth)) return true;
  return false;
}

/**
 * Writes the light of an RGBA picture over its ground, mixed in sRGB values and not rounded, to
 * planes of red, green and blue with `rowLength` floats to a row.
 */
export function writeLight(
  { width, height, depth, data }: Raster,
  ground: Ground,
  planes: readonly Float32Array[],
  rowLength: number,
): void {
  const peak = peakOf(depth);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from += 4) {
      const alpha = data[from + 3]! / peak;
      for (let c = 0; c < 3; c++) {
        const encoded = (alpha * data[from + c]!) / peak + (1 - alpha) * ground;
        planes[c]![y * rowLength + x] = lightOf(encoded);
      }
    }
  }
}
