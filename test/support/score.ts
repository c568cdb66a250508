import type { Raster } from '#src/image/raster.js';
import type { Metric } from '#src/metrics/metric.js';
import { scorePair } from '#src/metrics/score-pair.js';

/** The metric's value for one pair. */
export async function scoreOf(metric: Metric, reference: Raster, decoded: Raster): Promise<number> {
  return (await scorePair(metric, reference, decoded)).value;
}
