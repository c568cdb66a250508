import type { Raster } from '../image/raster.js';
import type { Metric } from './metric.js';
import { createScoring, type MetricResult, type Scoring, type ScoringOptions } from './scoring.js';

export interface ScoreRastersOptions extends ScoringOptions {
  /**
   * What keeps an original's preparation for the next call, where one Raster is the original of many
   * calls. Without it nothing is kept.
   */
  readonly scoring?: Scoring | undefined;
}

/** Values by the metrics' ids. */
export type Values<M extends string | Metric> = Record<M extends string ? M : string, number>;

/** What each metric says of a pair, one after the other, by a scoring of its own unless given one. */
export async function* scoreRasters(
  original: Raster,
  decoded: Raster,
  metrics: readonly Metric[],
  { scoring, ...options }: ScoreRastersOptions = {},
): AsyncGenerator<MetricResult> {
  const used = scoring ?? createScoring();
  try {
    yield* used.results(original, decoded, metrics, options);
  } finally {
    if (scoring === undefined) used.close();
  }
}

/** The values alone. Throws the error of the first metric that has none. */
export async function valuesOf<M extends string | Metric>(
  results: AsyncIterable<MetricResult>,
): Promise<Values<M>> {
  const values: Record<string, number> = {};
  for await (const { metric, score, error } of results) {
    if (score === null) throw error;
    values[metric.id] = score.value;
  }
  return values as Values<M>;
}
