import { factsIn, type MetricFacts } from '../../curves/metric-facts.js';
import type { PageDataset } from './contract.js';
import { signed } from './format.js';

/** Where the facts of metrics stand. */
type WithFacts = Pick<PageDataset, 'metrics'>;

/** What is known of a metric. */
export function factsOfMetric({ metrics }: WithFacts, id: string): MetricFacts {
  return factsIn(metrics, id);
}

/** The name of a metric. */
export function metricTitle(data: WithFacts, id: string): string {
  return factsOfMetric(data, id).shortTitle;
}

/** The name of a metric with its unit, for an axis. */
export function metricAxis(data: WithFacts, id: string): string {
  const { shortTitle, unit } = factsOfMetric(data, id);
  return unit === '' ? shortTitle : `${shortTitle} (${unit})`;
}

/** Whether less of a metric is better. */
export function isDistance(data: WithFacts, id: string): boolean {
  return factsOfMetric(data, id).better === 'lower';
}

/** Whether curves compare by a metric. */
export function isScale(data: WithFacts, id: string): boolean {
  return factsOfMetric(data, id).scale !== null;
}

/** A metric's value. */
export function formatMetric(data: WithFacts, id: string, value: number): string {
  return signed(value.toFixed(factsOfMetric(data, id).decimals));
}
