import { UsageError, wrongOption } from '../base/errors.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { toQuality } from '../curves/quality-scale.js';

/** What is wanted: a metric's value, or every sample as it was (null). */
export interface Target {
  readonly metric: string;
  readonly value: number | null;
}

const example = 'a metric and a value, such as ssimulacra2=80';

/**
 * Reads `ssimulacra2=80`. Whether there is such a metric is looked up later.
 * @param option that holds it, for messages
 * @throws UsageError for any other form
 */
export function readTarget(
  text: string,
  option = 'at',
): { readonly metric: string; readonly value: number } {
  const [, metric, number] =
    /^\s*([a-z0-9][a-z0-9_-]*)\s*=\s*(-?(?:\d+(?:\.\d+)?|\.\d+))\s*$/i.exec(text) ?? [];
  if (metric !== undefined && number !== undefined) return { metric, value: Number(number) };
  throw wrongOption(option, example, text);
}

/**
 * Makes sure that a target can be met by something.
 * @throws UsageError for a value beyond the metric's best
 */
export function checkTarget(
  { metric, value }: Target,
  facts: MetricFacts & { readonly perfect: number },
): void {
  if (value === null) return;
  const best = facts.perfect;
  if (facts.better === 'lower' ? value >= best : value <= best) return;
  const bound = facts.better === 'lower' ? 'at least' : 'at most';
  throw new UsageError(
    `${metric} is ${best} ${bound}, for equal pictures; ${value} cannot be met`,
    {
      code: 'wrong-option',
      data: { option: 'at', expected: example, got: `${metric}=${value}` },
    },
  );
}

/**
 * A metric's value as a number that rises with quality, for searches: on the scale that its curves are
 * compared on. Infinite where there is no difference.
 */
export function qualityOf(
  { scale, better }: Pick<MetricFacts, 'scale' | 'better'>,
  value: number | null,
): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  if (scale !== null && (scale === 'decibels-to-0' || better !== 'lower')) {
    return toQuality(value, scale);
  }
  return better === 'lower' ? -value : value;
}
