import { UsageError } from '../base/errors.js';
import type { Registry } from '../base/registry.js';
import { type ImageDataLike, rasterOf } from '../image/image-data.js';
import type { Raster } from '../image/raster.js';
import type { Metric } from './metric.js';
import { createScoring, type MetricResult, type Scoring, type ScoringOptions } from './scoring.js';

/** A picture in memory: samples, or what a canvas gives. */
export type PictureInMemory = Raster | ImageDataLike;

export interface ScoreRastersOptions extends ScoringOptions {
  /**
   * What keeps an original's preparation for the next call, where one Raster is the original of
   * many calls. Without it nothing is kept.
   */
  readonly scoring?: Scoring | undefined;
}

/** Values by the metrics' ids. */
export type Values<M extends string | Metric> = Record<M extends string ? M : string, number>;

/**
 * What each metric says of a pair, one after the other, by a scoring of its own unless given one.
 * @param registry where metrics that are asked for by id come from
 */
export async function* scoreRasters(
  registry: Registry<Metric>,
  original: PictureInMemory,
  decoded: PictureInMemory,
  metrics: readonly (string | Metric)[],
  { scoring, ...options }: ScoreRastersOptions = {},
): AsyncGenerator<MetricResult> {
  if (!Array.isArray(metrics)) {
    throw new UsageError(`expected an array of metrics such as ['psnr'], got ${String(metrics)}`);
  }
  const chosen = await Promise.all(
    metrics.map((metric) => (typeof metric === 'string' ? registry.load(metric) : metric)),
  );
  const used = scoring ?? createScoring();
  try {
    yield* used.results(toRaster(original), toRaster(decoded), chosen, options);
  } finally {
    if (scoring === undefined) used.close();
  }
}

function toRaster(picture: PictureInMemory): Raster {
  return 'channels' in picture ? picture : rasterOf(picture);
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
