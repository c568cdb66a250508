import { factsOf, type MetricFacts } from '#src/curves/metric-facts.js';
import { loadMetricFacts } from '#src/metrics/facts.js';

/** What is known of the program's metrics, by id. */
export const facts = await loadMetricFacts();

/** The facts of one metric. */
export const metricOf = (id: string): MetricFacts => factsOf(facts, id);
