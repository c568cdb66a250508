import { openJpegPipeline } from '../../codecs/jpeg/wasm/pipeline.js';
import type { JpegBits } from '../../codecs/jpeg/wasm/planes.js';
import { convert } from '../../image/convert.js';
import type { Raster } from '../../image/raster.js';

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
 * What each block would take in baseline JPEGs of 4:2:0 at some qualities, with the typical Huffman
 * codes, so that the codes are those of every picture: counted, not coded, about 4 ms a megapixel for
 * three of them. Alpha is laid over grey and samples are brought to 8 bits. The same picture gives the
 * same maps.
 */
export async function makeBitMaps(
  image: Raster,
  qualities: readonly number[],
): Promise<readonly BitMap[]> {
  const opaque = convert(image, { channels: image.channels === 1 ? 1 : 3, depth: 8 });
  const pipeline = await openJpegPipeline();
  return pipeline
    .countBits(opaque, [2, 2], qualities)
    .map((counted, i) => mapOf(counted, opaque, qualities[i]!));
}

function mapOf(counted: JpegBits, { width, height }: Raster, quality: number): BitMap {
  const columns = Math.ceil(width / blockSide);
  const rows = Math.ceil(height / blockSide);
  const bits = new Float64Array(columns * rows);
  // Grey has units of one block of 8x8.
  const across = blockSide / counted.unitWidth;
  const down = blockSide / counted.unitHeight;
  for (let y = 0, at = 0; y < counted.rows; y++) {
    const row = Math.floor(y / down) * columns;
    for (let x = 0; x < counted.columns; x++) {
      bits[row + Math.floor(x / across)]! += counted.bits[at++]!;
    }
  }
  return { quality, columns, rows, bits, mean: bits.reduce((sum, b) => sum + b, 0) / bits.length };
}
