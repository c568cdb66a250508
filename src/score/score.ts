import type { Metric } from '../metrics/metric.js';
import { metrics as registry } from '../metrics/registry.js';
import { createScoring, type MetricResult, type Scoring } from '../metrics/scoring.js';
import { loadPair, type PictureSource } from './pair.js';

export interface ScoreOptions {
  /** Pictures with more pixels are refused before their samples are allocated. */
  readonly maxPixels?: number;
  /** Ends the scoring before the next metric. */
  readonly signal?: AbortSignal;
  /**
   * What keeps an original's preparation for the next call, where the same Raster is the original
   * of many calls. Without it nothing is kept.
   */
  readonly scoring?: Scoring;
}

export interface ScoreEachOptions extends ScoreOptions {
  /** Also make the error maps, of metrics that have one. */
  readonly maps?: boolean;
}

/** The values of `score`, by the metrics' ids. */
export type Values<M extends string | Metric> = Record<M extends string ? M : string, number>;

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
  const values: Record<string, number> = {};
  for await (const { metric, score: found, error } of scoreEach(
    original,
    decoded,
    metrics,
    options,
  )) {
    if (found === null) throw error;
    values[metric.id] = found.value;
  }
  return values as Values<M>;
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
  { maxPixels, signal, maps = false, scoring }: ScoreEachOptions = {},
): AsyncGenerator<MetricResult> {
  const chosen = await Promise.all(
    metrics.map((metric) => (typeof metric === 'string' ? registry.load(metric) : metric)),
  );
  signal?.throwIfAborted();
  const pair = await loadPair(original, decoded, { maxPixels });
  const used = scoring ?? createScoring();
  try {
    yield* used.results(pair.original, pair.decoded, chosen, { maps, signal });
  } finally {
    if (scoring === undefined) used.close();
  }
}
