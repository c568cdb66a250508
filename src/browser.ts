// The door of a page: `paretobench` and `paretobench/metrics` where a bundler asks for a browser.

export { type ImageDataLike, rasterOf } from './image/image-data.js';
export type { Raster } from './image/raster.js';
export {
  type BrowserMetricId,
  metrics,
  type PagePicture,
  score,
  scoreEach,
} from './metrics/browser.js';
export type { ErrorMap, Metric, Score, Scorer, Tile } from './metrics/metric.js';
export { createScoring, type MetricResult, type Scoring } from './metrics/scoring.js';
