import { writeWhole } from '../../base/write-whole.js';
import type { Raster } from '../raster.js';
import { sharp } from './sharp.js';

/**
 * A picture as a PNG file, its very samples: 8 or 16 bit grey, RGB or RGBA, each row filtered by
 * what suits it and deflated at the highest level unless told.
 */
export async function encodePng(
  { width, height, channels, depth, data }: Raster,
  { level = 9 }: { readonly level?: number } = {},
): Promise<Uint8Array> {
  const deep = depth === 16;
  const colourspace = channels === 1 ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb';
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
    .toColourspace(colourspace)
    .png({ compressionLevel: level, adaptiveFiltering: true })
    .toBuffer();
}

/** Writes a picture as a PNG file that holds its very samples, whole or not at all; folders are made as needed. */
export async function savePng(file: string, raster: Raster): Promise<void> {
  writeWhole([{ file, pieces: [await encodePng(raster)] }]);
}
