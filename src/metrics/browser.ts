import { createRegistry, type Registry } from '../base/registry.js';
import { kernelMetrics } from './kernel-metrics.js';
import type { Metric } from './metric.js';
import {
  type PictureInMemory,
  type ScoreRastersOptions,
  scoreRasters,
  type Values,
  valuesOf,
} from './score-rasters.js';
import type { MetricResult } from './scoring.js';

/** Ids of the metrics that a browser computes. */
export type BrowserMetricId = keyof typeof kernelMetrics;

/** The metrics that a browser computes, by id. */
export const metrics: Registry<Metric> = createRegistry('metric', kernelMetrics);

/**
 * Scores a decoded picture against its original, in a page or a worker of it.
 *
 *     const { psnr, ssimulacra2 } = await score(original, decoded, ['psnr', 'ssimulacra2']);
 *
 * A value is in the metric's own unit, and the one that Node gives but perhaps for its sixteenth
 * digit; PSNR of equal pictures is Infinity. The kernels are fetched when a metric is first used.
 * @param metrics ids, or Metric values of your own
 * @throws UsageError for an unknown id; WorkError where a metric has no value for the pair, such as
 *   pictures of two sizes; the signal's reason
 */
export async function score<const M extends BrowserMetricId | Metric>(
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
  wanted: readonly (BrowserMetricId | Metric)[],
  options: ScoreRastersOptions = {},
): AsyncGenerator<MetricResult> {
  return scoreRasters(metrics, original, decoded, wanted, options);
}
