/** Metrics of image quality, each a plain value that says exactly which variant it is. */
export type { MetricFacts } from '../curves/metric-facts.js';
export type {
  ErrorMap,
  MapDefinition,
  Metric,
  Score,
  ScoreOptions,
  Scorer,
  Tile,
} from './metric.js';
export { metrics } from './registry.js';
export { scorePair } from './score-pair.js';
