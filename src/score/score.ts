import type { PictureSource } from '../codecs/picture-source.js';
import { metrics } from '../metrics/registry.js';
import {
  openScore,
  type ScoreEachFunction,
  type ScoreFunction,
  type ScoreRastersOptions,
} from '../metrics/score-rasters.js';
import { loadPair, type PairOptions } from './pair.js';

/** Options of `score` and `scoreEach`. */
export interface ScorePicturesOptions extends ScoreRastersOptions, PairOptions {}

const door = openScore<PictureSource, string, ScorePicturesOptions>(metrics, loadPair);

/**
 * Scores a decoded picture against its original, each a path, a URL, bytes or samples: values by the
 * metrics' ids (`pareto metrics` lists them).
 *
 *     const { psnr, ssimulacra2 } = await score('photo.png', bytes, ['psnr', 'ssimulacra2']);
 */
export const score: ScoreFunction<PictureSource, string, ScorePicturesOptions> = door.score;

/** Scores a pair, one metric after the other: values, worst tiles, maps, errors. */
export const scoreEach: ScoreEachFunction<PictureSource, string, ScorePicturesOptions> =
  door.scoreEach;
