import { createRegistry, type Registry } from '../base/registry.js';
import { kernelMetrics } from './kernel-metrics.js';
import type { Metric } from './metric.js';
import {
  openScore,
  type PictureInMemory,
  rastersOf,
  type ScoreEachFunction,
  type ScoreFunction,
  type ScoreRastersOptions,
} from './score-rasters.js';

/** Ids of the metrics that a browser computes. */
export type BrowserMetricId = keyof typeof kernelMetrics;

/** The metrics that a browser computes, by id. */
export const metrics: Registry<Metric> = createRegistry('metric', kernelMetrics);

const door = openScore<PictureInMemory, BrowserMetricId, ScoreRastersOptions>(metrics, rastersOf);

/**
 * Scores a decoded picture against its original, in a page or a worker of it. A value is the one
 * that Node gives but perhaps for its sixteenth digit. The kernels are fetched when a metric is first
 * used.
 */
export const score: ScoreFunction<PictureInMemory, BrowserMetricId, ScoreRastersOptions> =
  door.score;

/** Scores a pair, one metric after the other: values, worst tiles, maps, errors. */
export const scoreEach: ScoreEachFunction<PictureInMemory, BrowserMetricId, ScoreRastersOptions> =
  door.scoreEach;
