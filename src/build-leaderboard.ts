import type { Bootstrap } from './curves/bootstrap.js';
import type { MetricFacts } from './curves/metric-facts.js';
import { collectLeaderboard } from './leaderboard/leaderboard.js';
import type { Leaderboard } from './leaderboard/schema.js';
import { loadMetricFacts } from './metrics/facts.js';

/** Options of `buildLeaderboard`. */
export interface BuildLeaderboardOptions {
  /** Label of the curve that the others are compared with, or a codec; `jpeg`. */
  readonly anchor?: string;
  /** How intervals are drawn; 1000 resamples from seed 1 at 95 %. */
  readonly bootstrap?: Bootstrap;
  /** Facts of metrics of your own that the results do not hold, by id. */
  readonly facts?: ReadonlyMap<string, MetricFacts>;
  /** Told of records that are passed over. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Means and comparisons of what was measured, as leaderboard.json has them. Writes nothing; see
 * `writeLeaderboard`. The same records give the same value.
 *
 *     const board = await buildLeaderboard('./results', { anchor: 'webp' });
 *
 * @param results a folder of results, or several: of two records with one key that of the later counts
 * @throws UsageError for a folder that cannot be read
 */
export async function buildLeaderboard(
  results: string | readonly string[],
  { facts, onWarning = () => {}, ...options }: BuildLeaderboardOptions = {},
): Promise<Leaderboard> {
  const known = new Map([...(facts ?? []), ...(await loadMetricFacts())]);
  return collectLeaderboard(results, { ...options, facts: known, warn: onWarning });
}
