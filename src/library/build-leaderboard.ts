import { classNamed } from '../base/content-class.js';
import type { Bootstrap } from '../curves/bootstrap.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { buildLeaderboard as build } from '../leaderboard/leaderboard.js';
import type { Leaderboard } from '../leaderboard/schema.js';
import { loadMetricFacts } from '../metrics/facts.js';
import type { FilesRead } from '../results/read-records.js';
import { readInSteps } from './read-in-steps.js';

/** Options of `buildLeaderboard`. */
export interface BuildLeaderboardOptions {
  /** Label of the curve that the others are compared with, or a codec; `jpeg`. */
  readonly anchor?: string;
  /** Only images of this class, `photo` or a subfolder's name; of all if not given. */
  readonly content?: string;
  /** How intervals are drawn; 1000 resamples from seed 1 at 95 %. */
  readonly bootstrap?: Bootstrap;
  /** Facts of metrics of your own that the results do not hold, by id. */
  readonly facts?: ReadonlyMap<string, MetricFacts>;
  /** Told of records that are passed over. */
  readonly onWarning?: (message: string) => void;
  /** Told of the files that are read. */
  readonly onProgress?: (read: FilesRead) => void;
  /** Ends the reading after the file at hand. */
  readonly signal?: AbortSignal;
}

/**
 * Means and comparisons of what was measured, as leaderboard.json has them. Writes nothing; see
 * `writeLeaderboard`. The same records give the same value.
 *
 *     const board = await buildLeaderboard('./results', { anchor: 'webp' });
 *
 * @param results a folder of results, or several: of two records with one key that of the later counts
 *   A folder that is not there holds none.
 * @throws UsageError for a folder that cannot be read; the signal's reason
 */
export async function buildLeaderboard(
  results: string | readonly string[],
  {
    facts,
    onWarning = () => {},
    onProgress,
    signal,
    content,
    ...options
  }: BuildLeaderboardOptions = {},
): Promise<Leaderboard> {
  signal?.throwIfAborted();
  const known = new Map([...(facts ?? []), ...(await loadMetricFacts())]);
  const input = await readInSteps(results, {
    ...{ facts: known, warn: onWarning, onProgress, signal },
    content: content === undefined ? undefined : classNamed(content),
  });
  return build({ ...input, ...options });
}
