import type { Metric } from '../metrics/metric.js';
import { metrics as registry } from '../metrics/registry.js';
import {
  type ScoreRastersOptions,
  scoreRasters,
  type Values,
  valuesOf,
} from '../metrics/score-rasters.js';
import type { MetricResult } from '../metrics/scoring.js';
import { loadPair, type PictureSource } from './pair.js';

export interface ScoreOptions extends ScoreRastersOptions {
  /** Pictures with more pixels are refused before their samples are allocated. */
  readonly maxPixels?: number;
}

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
  options: ScoreOptions = {},
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
  { maxPixels, ...options }: ScoreOptions = {},
): AsyncGenerator<MetricResult> {
  const chosen = await Promise.all(
    metrics.map((metric) => (typeof metric === 'string' ? registry.load(metric) : metric)),
  );
  options.signal?.throwIfAborted();
  const pair = await loadPair(original, decoded, { maxPixels });
  yield* scoreRasters(pair.original, pair.decoded, chosen, options);
}
