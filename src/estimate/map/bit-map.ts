import { convert } from '../../image/convert.js';
import type { Raster } from '../../image/raster.js';
import { fromRaster, toBytes } from '../../runtimes/sharp.js';
import { readJpegBits } from './jpeg-bits.js';

/** Side of the blocks of a map, in pixels: that of an MCU of a JPEG of 4:2:0. */
export const blockSide = 16;

/** How many bits a baseline JPEG spends on every block of 16x16 pixels, row by row. */
export interface BitMap {
  /** Of the JPEG, 1 to 100. */
  readonly quality: number;
  readonly columns: number;
  readonly rows: number;
  readonly bits: Float64Array;
  /** Mean of a block. */
  readonly mean: number;
}

/**
 * Codes the whole picture once as a baseline JPEG of 4:2:0 and reads what each block takes: about
 * 5 ms a megapixel, with no Huffman optimisation, so that the codes are those of every picture. Alpha
 * is laid over grey and samples are brought to 8 bits. The same picture gives the same map.
 */
export async function makeBitMap(image: Raster, quality: number): Promise<BitMap> {
  const opaque = convert(image, { channels: image.channels === 1 ? 1 : 3, depth: 8 });
  const options = { quality, optimiseCoding: false, progressive: false } as const;
  const file = await toBytes(fromRaster(opaque).jpeg({ ...options, chromaSubsampling: '4:2:0' }));
  const jpeg = readJpegBits(file);
  const columns = Math.ceil(image.width / blockSide);
  const rows = Math.ceil(image.height / blockSide);
  const bits = new Float64Array(columns * rows);
  // Grey has units of one block of 8x8.
  const across = blockSide / jpeg.unitWidth;
  const down = blockSide / jpeg.unitHeight;
  for (let y = 0, at = 0; y < jpeg.rows; y++) {
    const row = Math.floor(y / down) * columns;
    for (let x = 0; x < jpeg.columns; x++) bits[row + Math.floor(x / across)]! += jpeg.bits[at++]!;
  }
  return { quality, columns, rows, bits, mean: bits.reduce((sum, b) => sum + b, 0) / bits.length };
}
