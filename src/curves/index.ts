/**
 * Rate-distortion curves as pure numbers: BD-rate and its kin, reading a curve between its points,
 * Pareto fronts, matched pairs, quality scales of metrics, the search for a target.
 */
export {
  type BdDistortion,
  type BdMethod,
  type BdRate,
  bdDistortion,
  bdMethods,
  bdRate,
  bdTime,
  type RatePoint,
  type TimedPoint,
  undominated,
} from './bd-rate.js';
export { knobValues } from './knob-ladder.js';
export { matchPoints, matchTolerance, type Pair } from './matched-pairs.js';
export { type MetricFacts, unknownMetric } from './metric-facts.js';
export { paretoFront } from './pareto.js';
export { type QualityScale, toQuality } from './quality-scale.js';
export { convexHull, qualityAtRate, rateAtQuality, valueAtQuality } from './reading.js';
export {
  type KnobPoint,
  nextOfSearch,
  type SearchStep,
  searchTolerance,
  type TargetSearch,
} from './target-search.js';
