import { metrics } from './registry.js';
import {
  openScore,
  type PictureInMemory,
  rastersOf,
  type ScoreEachFunction,
  type ScoreFunction,
  type ScoreRastersOptions,
} from './score-rasters.js';

const door = openScore<PictureInMemory, string, ScoreRastersOptions>(metrics, rastersOf);

/** Scores a decoded picture against its original, both in memory: values by the metrics' ids. */
export const score: ScoreFunction<PictureInMemory, string, ScoreRastersOptions> = door.score;

/** Scores a pair in memory, one metric after the other: values, worst tiles, maps, errors. */
export const scoreEach: ScoreEachFunction<PictureInMemory, string, ScoreRastersOptions> =
  door.scoreEach;
