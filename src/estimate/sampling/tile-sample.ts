import type { PartSample, Question } from '../estimator.js';
import { mapQualities } from '../map/qualities.js';
import { arrangeTiles } from '../tiles/arrange.js';
import { drawTiles, type Tile } from '../tiles/draw.js';
import { type Mosaic, makeMosaic } from '../tiles/mosaic.js';
import { balancedCount, tileSide } from '../tiles/plan.js';
import { bitsPerPixel, overheadBytes } from './overhead.js';

/** A sample of tiles, with the mosaic that it was taken of. */
export interface TileSample {
  readonly sample: PartSample;
  readonly mosaic: Mosaic;
}

/** How many draws are compared: more find little that is nearer. */
const draws = 4000;

/** Draws balanced tiles of the picture; null where no draw is without overlaps. */
export async function balancedTiles({ picture, seed }: Question): Promise<readonly Tile[] | null> {
  const maps = await Promise.all(mapQualities.map((quality) => picture.bitMap(quality)));
  const { width, height } = picture;
  const count = balancedCount(picture)!;
  return drawTiles(maps, { width, height, side: tileSide, count, seed, draws });
}

/**
 * Compresses tiles of a picture in one mosaic. Its bits are too high by what the seams cost, which the
 * features tell of:
 *
 *     seam   share of the pixels that lie behind a seam
 *     step   the same times the mean of log2(1 + d / 16), d the step of luma across the seam
 */
export async function sampleTiles(question: Question, tiles: readonly Tile[]): Promise<TileSample> {
  const { picture, compressor, seed } = question;
  const image = compressor.fit(await picture.samples());
  const mosaic = makeMosaic(image, arrangeTiles(image, tiles, seed));
  const overhead = await overheadBytes(compressor, image);
  const { bytes } = await compressor.compress(mosaic.image);
  const bits = bitsPerPixel(bytes, overhead, mosaic.image);
  const seam = mosaic.seamPixels / (mosaic.image.width * mosaic.image.height);
  const features = { seam, step: seam * mosaic.seamStep };
  return { sample: { kind: 'part', bits, overhead, features }, mosaic };
}
