import { messageOf } from '../base/errors.js';
import { mean } from '../base/statistics.js';
import type { Metric } from '../metrics/metric.js';
import { createScoring } from '../metrics/scoring.js';
import { collectionOf, describePair, NotAtHand, obtainPairs } from './pairs.js';
import type { Published } from './published.js';

/** One published value, and what the metric gives here. */
export interface Check {
  readonly metric: string;
  readonly pair: string;
  readonly expected: number;
  /** Null where it could not be computed. */
  readonly got: number | null;
  readonly tolerance: number;
  readonly source: string;
  /** `skipped`: a picture or a model is not at hand; `note` says which and where it comes from. */
  readonly verdict: 'right' | 'miss' | 'skipped';
  readonly note: string | null;
  /** What is not at hand: the data set or collection, or the model, of a skipped check. */
  readonly missing: string | null;
}

/** Who hears of a verification, and who ends it. */
export interface VerifyOptions {
  /** Told of the published sources that are done. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Ends it before the next source. */
  readonly signal?: AbortSignal;
}

/**
 * Compares metrics with published values, those of the metrics given.
 * @throws the signal's reason
 */
export async function verifyMetrics(
  published: readonly Published[],
  metrics: readonly Metric[],
  { onProgress, signal }: VerifyOptions = {},
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [done, { source, pair, expected }] of published.entries()) {
    signal?.throwIfAborted();
    const wanted = metrics.filter(({ id }) => Object.hasOwn(expected, id));
    const outcomes = await scoreMeans(wanted, pair);
    for (const { id } of wanted) {
      const { value, tolerance } = expected[id]!;
      const outcome = outcomes.get(id)!;
      checks.push({
        metric: id,
        pair: describePair(pair),
        expected: value,
        tolerance,
        source,
        ...judge(outcome, value, tolerance),
      });
    }
    onProgress?.({ done: done + 1, total: published.length });
  }
  return checks;
}

type Outcome =
  | { readonly got: number }
  | { readonly error: string; readonly missing: string | null };

function judge(
  outcome: Outcome,
  expected: number,
  tolerance: number,
): Pick<Check, 'got' | 'verdict' | 'note' | 'missing'> {
  if ('error' in outcome) {
    const { error, missing } = outcome;
    return { got: null, verdict: missing === null ? 'miss' : 'skipped', note: error, missing };
  }
  const { got } = outcome;
  const right = Math.abs(got - expected) <= tolerance;
  return { got, verdict: right ? 'right' : 'miss', note: null, missing: null };
}

/** The mean of each metric over all pairs of a source. */
async function scoreMeans(
  metrics: readonly Metric[],
  source: Published['pair'],
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const able: Metric[] = [];
  for (const metric of metrics) {
    const answer = await metric.available();
    if (answer === true) able.push(metric);
    else outcomes.set(metric.id, { error: answer, missing: metric.id });
  }
  if (able.length === 0) return outcomes;

  const values = new Map<string, number[]>(able.map(({ id }) => [id, []]));
  const scoring = createScoring({ originals: 1 });
  try {
    for await (const [original, decoded] of obtainPairs(source)) {
      for await (const { metric, score, error } of scoring.results(original, decoded, able)) {
        if (score) values.get(metric.id)!.push(score.value);
        else outcomes.set(metric.id, { error: messageOf(error), missing: null });
      }
    }
  } catch (error) {
    const missing = error instanceof NotAtHand ? collectionOf(source) : null;
    for (const { id } of able) {
      if (!outcomes.has(id)) outcomes.set(id, { error: messageOf(error), missing });
    }
  } finally {
    scoring.close();
  }
  for (const [id, all] of values) {
    if (!outcomes.has(id)) outcomes.set(id, { got: mean(all) });
  }
  return outcomes;
}
