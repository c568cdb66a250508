import type { AlphaFate } from '../base/alpha-fate.js';
import { WorkError } from '../base/errors.js';
import { compareAlpha } from '../image/alpha.js';
import type { Raster } from '../image/raster.js';
import type { Metric, Score } from './metric.js';
import { createScorers, type ScorerLimits, type Scorers } from './scorers.js';

/** What one metric says of a decoded picture: a score, or why there is none. */
export type MetricResult = Outcome & {
  /**
   * What became of the original's alpha, the same for all metrics; null where both pictures are
   * opaque. A metric may be perfect though alpha is lost.
   */
  readonly alpha: AlphaFate | null;
};

type Outcome =
  | { readonly metric: Metric; readonly score: Score; readonly error: null }
  | { readonly metric: Metric; readonly score: null; readonly error: Error };

export interface ScoringOptions {
  /** Also make the error maps, of metrics that have one. */
  readonly maps?: boolean;
  /** Ends the scoring before the next metric, or within one that can be interrupted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Scores decoded pictures and keeps what metrics have prepared of their originals from one call to
 * the next. Calls may run beside each other.
 */
export interface Scoring {
  /**
   * What each metric says of a pair, one after the other in the order given. A metric that fails
   * gives its error; the others go on. An original is known by its identity: its samples must not
   * change as long as it may be kept. Throws the reason of a signal that aborts.
   */
  results(
    original: Raster,
    decoded: Raster,
    metrics: readonly Metric[],
    options?: ScoringOptions,
  ): AsyncGenerator<MetricResult>;
  /** Gives back all memory. It scores nothing afterwards. */
  close(): void;
}

/** @param limits what may be kept of originals between calls */
export function createScoring(limits: ScorerLimits = {}): Scoring {
  const scorers = createScorers(limits);
  return {
    async *results(original, decoded, metrics, options = {}) {
      const alpha = compareAlpha(original, decoded);
      for (const metric of metrics) {
        if (options.signal) await nextTurn();
        options.signal?.throwIfAborted();
        yield { ...(await resultOf(scorers, metric, original, decoded, options)), alpha };
      }
    },
    close: scorers.close,
  };
}

async function resultOf(
  scorers: Scorers,
  metric: Metric,
  original: Raster,
  decoded: Raster,
  { maps = false, signal }: ScoringOptions,
): Promise<Outcome> {
  const options = { map: maps && metric.map !== null, signal };
  try {
    const score = await scorers.lend(metric, original, (each) => each.score(decoded, options));
    if (Number.isNaN(score.value)) throw new WorkError(`${metric.id} gave no number`);
    return { metric, score, error: null };
  } catch (error) {
    signal?.throwIfAborted();
    return {
      metric,
      score: null,
      error: error instanceof Error ? error : new Error(String(error)),
    };
  }
}

/** Kernels do not pause: without a turn of the event loop no signal would be seen to abort. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
