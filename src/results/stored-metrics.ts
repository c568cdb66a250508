import type { z } from 'zod';
import { readBoundedSync } from '../base/read-bounded.js';
import type { Warn } from '../base/warn.js';
import { writeWhole } from '../base/write-whole.js';
import { firstIssue } from '../base/zod-issue.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { foldersOf, type ResultFolders } from './folders.js';
import { metricFile } from './layout.js';
import { metricFacts, storedMetric, storedMetricSchema } from './metric-facts.js';
import { filesBelow } from './store.js';

/** What is known of an error map: what a value is, and the one that is white. */
export type MapFacts = z.output<typeof storedMetric>['map'];

/**
 * Writes the facts of a metric beside the records that hold its values, whole or not at all.
 * @param map null where it makes no error map
 * @throws WorkError where the file cannot be written
 */
export function saveMetricFacts(results: string, facts: MetricFacts, map: MapFacts = null): void {
  const stored = { schema: storedMetricSchema, ...metricFacts.parse(facts), map };
  const pieces = [`${JSON.stringify(stored, null, 2)}\n`];
  writeWhole([{ file: metricFile(results, facts.id), pieces }]);
}

/**
 * The facts that results hold, by metric: results/metrics/<id>.json. A file that holds none is passed
 * over with a warning. Of several folders the last that has a metric counts.
 */
export function readMetricFacts(results: ResultFolders, warn: Warn): Map<string, MetricFacts> {
  return new Map(readStored(results, warn).map((data) => [data.id, metricFacts.parse(data)]));
}

/** What is known of the error maps of the metrics in `readMetricFacts`. */
export function readMetricMaps(
  results: ResultFolders,
  warn: Warn,
): Map<string, NonNullable<MapFacts>> {
  return new Map(readStored(results, warn).flatMap(({ id, map }) => (map ? [[id, map]] : [])));
}

function readStored(results: ResultFolders, warn: Warn): z.output<typeof storedMetric>[] {
  const files = foldersOf(results).flatMap((folder) => filesBelow(folder, 'metrics', '.json'));
  return files.flatMap((file) => {
    const { data, error } = storedMetric.safeParse(jsonOf(file));
    if (data !== undefined) return [data];
    warn(`${file} is passed over: it holds no facts of a metric: ${firstIssue(error)}`);
    return [];
  });
}

/** What a file holds, or undefined where it is no JSON. */
function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readBoundedSync(file, { bound: 'card' }).toString('utf8'));
  } catch {
    return undefined;
  }
}
