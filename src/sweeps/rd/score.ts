import { messageOf, UndefinedError } from '../../base/errors.js';
import type { Raster } from '../../image/raster.js';
import { renderMap } from '../../metrics/map.js';
import type { ErrorMap, Metric, Score } from '../../metrics/metric.js';
import { metrics } from '../../metrics/registry.js';
import type { StoredTile } from '../../results/record.js';
import { createScorers } from './scorers.js';

/** What the metrics say of one decoded picture, as it is stored. */
export interface Scores {
  metrics: Record<string, number | null>;
  /** Versions of the metrics in `metrics`, but for those that failed and may yet be had. */
  metricVersions: Record<string, string>;
  metricErrors: Record<string, string>;
  worstTiles: Record<string, StoredTile>;
}

/** Nothing scored yet. */
export function noScores(): Scores {
  return { metrics: {}, metricVersions: {}, metricErrors: {}, worstTiles: {} };
}

export interface Pair {
  readonly original: Raster;
  /** Names the original: its SHA-256 and crop. */
  readonly key: string;
  readonly decoded: Raster;
}

const scorers = createScorers();

/**
 * Scores a pair by each metric. A metric that fails says why in `metricErrors`; the others go on.
 * One that is not defined for the pair has its version beside the error, and is done with; any other
 * failure has none, so that the metric counts as missing and is tried again.
 * @param keepMaps is given the error maps, as PNG files; null where none are wanted
 */
export async function scoreAll(
  ids: readonly string[],
  { original, key, decoded }: Pair,
  keepMaps: ((metric: string, png: Uint8Array) => Promise<void>) | null,
): Promise<Scores> {
  const scores = noScores();
  for (const id of ids) {
    const metric = await metrics.load(id);
    let map: ErrorMap | null = null;
    try {
      const options = { map: keepMaps !== null && metric.map !== null };
      const score = await scorers.with(metric, key, original, (scorer) =>
        scorer.score(decoded, options),
      );
      record(scores, metric, score);
      map = score.map;
    } catch (error) {
      scores.metrics[id] = null;
      scores.metricErrors[id] = messageOf(error);
      if (error instanceof UndefinedError) scores.metricVersions[id] = metric.version;
    }
    if (map && metric.map) await keepMaps?.(id, await renderMap(map, metric.map));
  }
  return scores;
}

// JSON has no Infinity: a metric without any difference to report is null.
const stored = (value: number): number | null => (Number.isFinite(value) ? value : null);

function record(scores: Scores, { id, version }: Metric, { value, worstTile }: Score): void {
  if (Number.isNaN(value)) throw new Error(`${id} gave no number`);
  scores.metricVersions[id] = version;
  scores.metrics[id] = stored(value);
  if (worstTile) scores.worstTiles[id] = { ...worstTile, value: stored(worstTile.value) };
}
