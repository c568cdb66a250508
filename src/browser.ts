/**
 * The metrics with kernels of our own, for a page or a worker of it: what `paretobench` and
 * `paretobench/metrics` are where a bundler asks for a browser.
 */
export { UndefinedError, UsageError, WorkError } from './base/errors.js';
export { type ImageDataLike, rasterOf } from './image/image-data.js';
export { type Channels, createRaster, type Depth, type Raster } from './image/raster.js';
export { type BrowserMetricId, metrics, score, scoreEach } from './metrics/browser.js';
export type {
  ErrorMap,
  MapDefinition,
  Metric,
  Score,
  ScoreOptions,
  Scorer,
  Tile,
} from './metrics/metric.js';
export type {
  PictureInMemory,
  ScoreEachFunction,
  ScoreFunction,
  ScoreRastersOptions,
  Values,
} from './metrics/score-rasters.js';
export { createScoring, type MetricResult, type Scoring } from './metrics/scoring.js';
