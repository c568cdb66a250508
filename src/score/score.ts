import type { PictureSource } from '../codecs/picture-source.js';
import type { Metric } from '../metrics/metric.js';
import { scoreEach as scoreEachInMemory } from '../metrics/score.js';
import { type ScoreRastersOptions, type Values, valuesOf } from '../metrics/score-rasters.js';
import type { MetricResult } from '../metrics/scoring.js';
import { loadPair, type PairOptions } from './pair.js';

/** Options of `score` and `scoreEach`. */
export interface ScorePicturesOptions extends ScoreRastersOptions, PairOptions {}

/**
 * Scores a decoded picture against its original.
 *
 *     const { psnr, ssimulacra2 } = await score('photo.png', bytes, ['psnr', 'ssimulacra2']);
 *
 * A value is in the metric's own unit (`pareto metrics` lists them); PSNR of equal pictures is
 * Infinity. `scoreEach` tells more.
 * @param metrics ids of the bench's metrics, or Metric values of your own
 * @throws UsageError for an unknown id; WorkError for a picture that cannot be read and where a
 *   metric has no value for the pair (UndefinedError: nor ever will); the signal's reason
 */
export async function score<const M extends string | Metric>(
  original: PictureSource,
  decoded: PictureSource,
  metrics: readonly M[],
  options: ScorePicturesOptions = {},
): Promise<Values<M>> {
  return valuesOf<M>(scoreEach(original, decoded, metrics, options));
}

/**
 * The same one metric after the other, with the tile that is worst, the error map where it is asked
 * for, and the error of a metric that has no value while the others go on.
 * @throws UsageError for an unknown id; WorkError for a picture that cannot be read; the signal's
 *   reason
 */
export async function* scoreEach(
  original: PictureSource,
  decoded: PictureSource,
  metrics: readonly (string | Metric)[],
  options: ScorePicturesOptions = {},
): AsyncGenerator<MetricResult> {
  options.signal?.throwIfAborted();
  const pair = await loadPair(original, decoded, options);
  yield* scoreEachInMemory(pair.original, pair.decoded, metrics, options);
}
