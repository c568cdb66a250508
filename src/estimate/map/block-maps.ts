import { openJpegPipeline } from '../../codecs/jpeg/wasm/pipeline.js';
import { convert } from '../../image/convert.js';
import type { Raster } from '../../image/raster.js';
import { mapReadings } from './readings.js';

/** Side of the blocks of a map, in pixels: that of an MCU of a JPEG of 4:2:0. */
export const blockSide = 16;

/** A number for every block of 16x16 pixels, row by row. */
export interface BlockMap {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
  /** Of a block. */
  readonly mean: number;
}

/** What is read of a picture. */
export type BlockMaps = Readonly<Record<keyof typeof mapReadings, BlockMap>>;

/**
 * What each block holds, as JPEGs would tell without being coded: about 5 ms a megapixel. Alpha is laid
 * over grey and samples are brought to 8 bits. The same picture gives the same maps.
 */
export async function makeBlockMaps(image: Raster): Promise<BlockMaps> {
  const opaque = convert(image, { channels: image.channels === 1 ? 1 : 3, depth: 8 });
  const names = Object.keys(mapReadings);
  const pipeline = await openJpegPipeline();
  const found = pipeline.readUnits(opaque, Object.values(mapReadings));
  const maps = found.map(({ columns, rows, sums }) => {
    const values = Float64Array.from(sums);
    return { columns, rows, values, mean: values.reduce((sum, v) => sum + v, 0) / values.length };
  });
  return Object.fromEntries(names.map((name, i) => [name, maps[i]!])) as BlockMaps;
}
