import type { Raster } from '../image/raster.js';
import type { Metric, Score, ScoreOptions } from './metric.js';

/** Scores one pair, for callers with a single decoded picture for an original. */
export async function scorePair(
  metric: Metric,
  reference: Raster,
  decoded: Raster,
  options: ScoreOptions = {},
): Promise<Score> {
  const scorer = await metric.prepare(reference);
  try {
    return await scorer.score(decoded, options);
  } finally {
    scorer.close();
  }
}
