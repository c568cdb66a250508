import type { MetricFacts } from '../curves/metric-facts.js';
import { type Finished, isFinished } from '../results/finished.js';
import type { RdRecord } from '../results/record.js';
import { type Change, pairedFigures } from './change.js';
import type { Subject, SubjectPairs } from './pairs.js';

/** Two records of one image that both went to their end. */
export interface FinishedPair {
  readonly a: Finished;
  readonly b: Finished;
}

/** The pairs of which both sides went to their end. */
export function finishedPairs({ pairs }: SubjectPairs<RdRecord>): FinishedPair[] {
  return pairs.flatMap(({ a, b }) => (isFinished(a) && isFinished(b) ? [{ a, b }] : []));
}

/** How the sizes of one setting's files changed: geometric mean of the ratios. */
export function sizeChange(subject: Subject, pairs: readonly FinishedPair[]): Change {
  const figures = pairedFigures(pairs.map(({ a, b }) => Math.log(b.bytes / a.bytes)));
  const ratio = (logarithm: number | null): number | null =>
    logarithm === null ? null : Math.exp(logarithm);
  const { value, low, high, p, reason } = figures;
  return {
    kind: 'size',
    subject,
    metric: null,
    testbed: null,
    images: pairs.length,
    ...{ value: ratio(value), low: ratio(low), high: ratio(high), p, reason, better: 'lower' },
  };
}

/**
 * How a metric of one setting changed: mean difference. Only values of one version of the metric are
 * compared; an exact picture beside one that is not is an infinite difference.
 */
export function metricChange(
  subject: Subject,
  pairs: readonly FinishedPair[],
  { id: metric, better }: Pick<MetricFacts, 'id' | 'better'>,
): Change {
  const common = { kind: 'metric', subject, metric, testbed: null, better } as const;
  const both = pairs.filter(({ a, b }) => hasValue(a, metric) && hasValue(b, metric));
  const same = both.filter(({ a, b }) => a.metricVersions[metric] === b.metricVersions[metric]);
  if (same.length === 0) {
    const none = { images: 0, value: null, low: null, high: null, p: null };
    return both.length > 0
      ? { ...common, ...none, reason: 'the versions of the metric differ', versionsDiffer: true }
      : { ...common, ...none, reason: 'no image has it on both sides' };
  }
  // Null without an error is the infinity that JSON cannot hold.
  const perfect = better === 'lower' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const differences = same.map(({ a, b }) => {
    const [before, after] = [a, b].map(({ metrics }) => metrics[metric] ?? perfect);
    return before === after ? 0 : after! - before!;
  });
  return { ...common, images: same.length, ...pairedFigures(differences) };
}

function hasValue({ metrics, metricVersions, metricErrors }: Finished, metric: string): boolean {
  return (
    Object.hasOwn(metrics, metric) &&
    Object.hasOwn(metricVersions, metric) &&
    !Object.hasOwn(metricErrors, metric)
  );
}
