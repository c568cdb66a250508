/**
 * Metrics of image quality, each a plain value that says exactly which variant it is. All that the door
 * of a browser has is here too.
 */
export { UndefinedError, UsageError, WorkError } from '../base/errors.js';
export type { MetricFacts } from '../curves/metric-facts.js';
export { type ImageDataLike, rasterOf } from '../image/image-data.js';
export { type Channels, createRaster, type Depth, type Raster } from '../image/raster.js';
export type { BrowserMetricId } from './browser.js';
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
export { score, scoreEach } from './score.js';
export { scorePair } from './score-pair.js';
export type {
  PictureInMemory,
  ScoreEachFunction,
  ScoreFunction,
  ScoreRastersOptions,
  Values,
} from './score-rasters.js';
export type { ScorerLimits } from './scorers.js';
export {
  createScoring,
  type MetricResult,
  type Scoring,
  type ScoringOptions,
} from './scoring.js';
export { type FoundMetric, type MetricTable, type OwnMetrics, openMetricTable } from './table.js';
