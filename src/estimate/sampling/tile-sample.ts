import type { PartSample, Question } from '../estimator.js';
import { arrangeTiles } from '../tiles/arrange.js';
import { drawTiles, type Tile } from '../tiles/draw.js';
import { type Mosaic, makeMosaic } from '../tiles/mosaic.js';
import { balancedCount, tileSide } from '../tiles/plan.js';
import { unevennessOf } from '../tiles/unevenness.js';
import { bitsPerPixel, overheadBytes } from './overhead.js';
import { quarterFeature } from './quarter.js';

/** A sample of tiles, with the mosaic that it was taken of. */
export interface TileSample {
  readonly sample: PartSample;
  readonly mosaic: Mosaic;
}

/** How many draws are compared before exchanges go on from the best: more find little that is nearer. */
const draws = 1000;

/** Draws balanced tiles of the picture; null where no draw is without overlaps. */
export async function balancedTiles({ picture, seed }: Question): Promise<readonly Tile[] | null> {
  const maps = await picture.maps();
  const { width, height } = picture;
  const count = balancedCount(picture)!;
  return drawTiles(maps, { width, height, side: tileSide, count, seed, draws });
}

/** Bytes that a sample of spread 1 holds, and those beyond which no spread was measured. */
const usualBytes = 10_000;
const [fewestBytes, mostBytes] = [100, 25_000];

/**
 * How far the errors of a sample spread that holds so many bytes: with the root of their number, as
 * the sum of as many independent parts would. Found so of the calibration's pictures, whose errors
 * so divided are about normal and alike at all qualities.
 */
function spreadOf(bytes: number): number {
  return Math.sqrt(usualBytes / Math.min(Math.max(bytes, fewestBytes), mostBytes));
}

/** Of the tiles of a usual photograph in bits of a coarse JPEG: the median of 30 from 8 megapixels is 0.43. */
const usualUnevenness = 0.4;

/** Samples of balanced tiles that were taken already, by the question: two estimators begin with them. */
const taken = new WeakMap<Question, Promise<TileSample | null>>();

/** The sample of balanced tiles, taken once for a question; null where no draw is without overlaps. */
export function balancedSample(question: Question): Promise<TileSample | null> {
  const known = taken.get(question);
  if (known !== undefined) return known;
  const asked = takeBalanced(question);
  taken.set(question, asked);
  return asked;
}

async function takeBalanced(question: Question): Promise<TileSample | null> {
  const tiles = await balancedTiles(question);
  if (tiles === null) return null;
  const { sample, mosaic } = await sampleTiles(question, tiles);
  const { width, height } = mosaic.image;
  const spread = spreadOf((sample.bits * width * height) / 8);
  const quarter = await quarterFeature(question, mosaic.image);
  // It sees what seams cost: beside it their lengths and steps tell nothing of pictures of other sets.
  const features = quarter === null ? sample.features : { bits: sample.features['bits']!, quarter };
  const { coarse } = await question.picture.maps();
  const { width: across, height: down } = question.picture;
  const own = unevennessOf(coarse, { width: across, height: down, side: tileSide });
  const unevenness = own / usualUnevenness;
  return { sample: { ...sample, features, spread, unevenness }, mosaic };
}

/**
 * Compresses tiles of a picture in one mosaic. Its bits are too high by what the seams cost, which the
 * features tell of:
 *
 *     seam   share of the pixels that lie behind a seam
 *     step   the same times the mean of log2(1 + d / 16), d the step of luma across the seam
 *     bits   the bits themselves: what a coder adapts to costs a mosaic more than it costs the whole
 */
export async function sampleTiles(question: Question, tiles: readonly Tile[]): Promise<TileSample> {
  const { picture, compressor, seed } = question;
  const image = compressor.fit(await picture.samples());
  const mosaic = makeMosaic(image, arrangeTiles(image, tiles, seed));
  const overhead = await overheadBytes(compressor, image);
  const { bytes } = await compressor.compress(mosaic.image);
  const bits = bitsPerPixel(bytes, overhead, mosaic.image);
  const seam = mosaic.seamPixels / (mosaic.image.width * mosaic.image.height);
  const features = { seam, step: seam * mosaic.seamStep, bits };
  return { sample: { kind: 'part', bits, overhead, features }, mosaic };
}
