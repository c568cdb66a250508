import { messageOf, UndefinedError } from '../../base/errors.js';
import type { MetricResult } from '../../metrics/scoring.js';
import type { StoredTile } from '../../results/record.js';

/** What the metrics say of one decoded picture, as it is stored. */
export interface Scores {
  metrics: Record<string, number | null>;
  /** Versions of the metrics in `metrics`, but for those that failed and may yet be had. */
  metricVersions: Record<string, string>;
  metricErrors: Record<string, string>;
  worstTiles: Record<string, StoredTile>;
}

/** Nothing scored yet. */
function noScores(): Scores {
  return { metrics: {}, metricVersions: {}, metricErrors: {}, worstTiles: {} };
}

/**
 * What metrics say of a picture as it is stored. A metric that is not defined for the pair has its
 * version beside the error, and is done with; any other failure has none, so that the metric counts
 * as missing and is tried again.
 * @param keepMap is given the error maps, as PNG files; null where none are wanted
 */
export async function storedScores(
  results: AsyncIterable<MetricResult>,
  keepMap: ((metric: string, png: Uint8Array) => Promise<void>) | null,
): Promise<Scores> {
  const scores = noScores();
  for await (const { metric, score, error } of results) {
    const { id, version } = metric;
    if (score === null) {
      scores.metrics[id] = null;
      scores.metricErrors[id] = messageOf(error);
      if (error instanceof UndefinedError) scores.metricVersions[id] = version;
      continue;
    }
    const { value, worstTile, map } = score;
    scores.metricVersions[id] = version;
    scores.metrics[id] = stored(value);
    if (worstTile) scores.worstTiles[id] = { ...worstTile, value: stored(worstTile.value) };
    if (!map || !metric.map || keepMap === null) continue;
    // It makes PNG files, by sharp: loaded where they are wanted.
    const { renderMap } = await import('../../metrics/map.js');
    await keepMap(id, await renderMap(map, metric.map));
  }
  return scores;
}

// JSON has no Infinity: a metric without any difference to report is null.
const stored = (value: number): number | null => (Number.isFinite(value) ? value : null);
