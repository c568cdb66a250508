import type { AlphaFate } from '../base/alpha-fate.js';
import { UsageError } from '../base/errors.js';
import type { Registry } from '../base/registry.js';
import { compareAlpha } from '../image/alpha.js';
import { type ImageDataLike, rasterOf } from '../image/image-data.js';
import type { Raster } from '../image/raster.js';
import type { Metric } from './metric.js';
import { createScoring, type MetricResult, type Scoring, type ScoringOptions } from './scoring.js';

/** A picture in memory: samples, or what a canvas gives. */
export type PictureInMemory = Raster | ImageDataLike;

/** Options of `score` and `scoreEach`. */
export interface ScoreRastersOptions extends ScoringOptions {
  /**
   * What keeps an original's preparation for the next call, where one Raster is the original of
   * many calls. Without it nothing is kept.
   */
  readonly scoring?: Scoring | undefined;
}

/** Values by the metrics' ids, and `alpha`: what became of the original's, unless both are opaque. */
export type Values<M extends string | Metric> = Record<M extends string ? M : string, number> & {
  readonly alpha?: AlphaFate;
};

/**
 * Scores a decoded picture against its original. Doors differ in what they take for pictures and in
 * the ids of metrics that they know.
 *
 *     const { psnr, ssimulacra2 } = await score(original, decoded, ['psnr', 'ssimulacra2']);
 *
 * A value is in the metric's own unit; PSNR of equal pictures is Infinity. `alpha` beside the values
 * says what became of the original's: a value may be perfect though it is lost. `scoreEach` tells more.
 * @param metrics ids of the bench's metrics, or Metric values of your own
 * @throws UsageError for an unknown id; WorkError for a picture that cannot be read and where a
 *   metric has no value for the pair, such as pictures of two sizes (UndefinedError: nor ever will);
 *   the signal's reason
 */
export type ScoreFunction<Source, Id extends string, Options> = <const M extends Id | Metric>(
  original: Source,
  decoded: Source,
  metrics: readonly M[],
  options?: Options,
) => Promise<Values<M>>;

/**
 * As `ScoreFunction`, one metric after the other, with the tile that is worst, the error map where it
 * is asked for, and the error of a metric that has no value while the others go on.
 * @throws UsageError for an unknown id; WorkError for a picture that cannot be read; the signal's
 *   reason
 */
export type ScoreEachFunction<Source, Id extends string, Options> = (
  original: Source,
  decoded: Source,
  metrics: readonly (Id | Metric)[],
  options?: Options,
) => AsyncGenerator<MetricResult>;

/** Two pictures as samples. */
interface RasterPair {
  readonly original: Raster;
  readonly decoded: Raster;
}

/**
 * Makes a door's `score` and `scoreEach`.
 * @param registry where metrics that are asked for by id come from
 * @param load makes samples of what the door takes for pictures
 */
export function openScore<Source, Id extends string, Options extends ScoreRastersOptions>(
  registry: Registry<Metric>,
  load: (original: Source, decoded: Source, options: Options) => RasterPair | Promise<RasterPair>,
): {
  readonly score: ScoreFunction<Source, Id, Options>;
  readonly scoreEach: ScoreEachFunction<Source, Id, Options>;
} {
  const none = {} as Options;
  return {
    async score(original, decoded, metrics, options = none) {
      options.signal?.throwIfAborted();
      const pair = await load(original, decoded, options);
      return valuesOf(pair, scoreRasters(registry, pair, metrics, options));
    },
    async *scoreEach(original, decoded, metrics, options = none) {
      options.signal?.throwIfAborted();
      yield* scoreRasters(registry, await load(original, decoded, options), metrics, options);
    },
  };
}

/** The pictures of a door that takes them in memory. */
export function rastersOf(original: PictureInMemory, decoded: PictureInMemory): RasterPair {
  return { original: toRaster(original), decoded: toRaster(decoded) };
}

function toRaster(picture: PictureInMemory): Raster {
  return 'channels' in picture ? picture : rasterOf(picture);
}

/** What each metric says of a pair, one after the other, by a scoring of its own unless given one. */
async function* scoreRasters(
  registry: Registry<Metric>,
  { original, decoded }: RasterPair,
  metrics: readonly (string | Metric)[],
  { scoring, maps = false, signal }: ScoreRastersOptions,
): AsyncGenerator<MetricResult> {
  if (!Array.isArray(metrics)) {
    throw new UsageError(`expected an array of metrics such as ['psnr'], got ${String(metrics)}`);
  }
  const chosen = await Promise.all(
    metrics.map((metric) => (typeof metric === 'string' ? registry.load(metric) : metric)),
  );
  const used = scoring ?? createScoring();
  try {
    yield* used.results(original, decoded, chosen, { maps, signal });
  } finally {
    if (scoring === undefined) used.close();
  }
}

/** The values alone. Throws the error of the first metric that has none. */
async function valuesOf<M extends string | Metric>(
  { original, decoded }: RasterPair,
  results: AsyncIterable<MetricResult>,
): Promise<Values<M>> {
  const values: Record<string, number> = {};
  let alpha: AlphaFate | null | undefined;
  for await (const { metric, score, error, ...told } of results) {
    if (metric.id === 'alpha') {
      throw new UsageError("a metric cannot be called 'alpha', which stands beside the values");
    }
    if (score === null) throw error;
    values[metric.id] = score.value;
    alpha = told.alpha;
  }
  if (alpha === undefined) alpha = compareAlpha(original, decoded);
  return { ...values, ...(alpha !== null && { alpha }) } as Values<M>;
}
