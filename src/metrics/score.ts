import type { Metric } from './metric.js';
import { metrics as registry } from './registry.js';
import {
  type PictureInMemory,
  type ScoreRastersOptions,
  scoreRasters,
  type Values,
  valuesOf,
} from './score-rasters.js';
import type { MetricResult } from './scoring.js';

/**
 * Scores a decoded picture against its original, both in memory.
 *
 *     const { psnr, ssimulacra2 } = await score(original, decoded, ['psnr', 'ssimulacra2']);
 *
 * A value is in the metric's own unit; PSNR of equal pictures is Infinity.
 * @param metrics ids, or Metric values of your own
 * @throws UsageError for an unknown id; WorkError where a metric has no value for the pair, such as
 *   pictures of two sizes; the signal's reason
 */
export async function score<const M extends string | Metric>(
  original: PictureInMemory,
  decoded: PictureInMemory,
  metrics: readonly M[],
  options: ScoreRastersOptions = {},
): Promise<Values<M>> {
  return valuesOf<M>(scoreEach(original, decoded, metrics, options));
}

/**
 * The same one metric after the other, with the tile that is worst, the error map where it is asked
 * for, and the error of a metric that has no value while the others go on.
 */
export function scoreEach(
  original: PictureInMemory,
  decoded: PictureInMemory,
  metrics: readonly (string | Metric)[],
  options: ScoreRastersOptions = {},
): AsyncGenerator<MetricResult> {
  return scoreRasters(registry, original, decoded, metrics, options);
}
