import type { MetricFacts } from '../curves/metric-facts.js';
import { metrics } from './registry.js';

/** The facts of this program's metrics, by id; of some where they are named. */
export async function loadMetricFacts(
  names: readonly string[] = metrics.names,
): Promise<Map<string, MetricFacts>> {
  const loaded = await Promise.all(names.map((name) => metrics.load(name)));
  return new Map(loaded.map((metric) => [metric.id, metric]));
}
