import { readFileSync } from 'node:fs';
import type { Warn } from '../base/warn.js';
import { writeWhole } from '../base/write-whole.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { foldersOf, type ResultFolders } from './folders.js';
import { metricFile } from './layout.js';
import { metricFacts, storedMetric, storedMetricSchema } from './metric-facts.js';
import { filesBelow } from './store.js';

/**
 * Writes the facts of a metric beside the records that hold its values, whole or not at all.
 * @throws WorkError where the file cannot be written
 */
export function saveMetricFacts(results: string, facts: MetricFacts): void {
  const stored = { schema: storedMetricSchema, ...metricFacts.parse(facts) };
  const pieces = [`${JSON.stringify(stored, null, 2)}\n`];
  writeWhole([{ file: metricFile(results, facts.id), pieces }]);
}

/**
 * The facts that results hold, by metric: results/metrics/<id>.json. A file that holds none is passed
 * over with a warning. Of several folders the last that has a metric counts.
 */
export function readMetricFacts(results: ResultFolders, warn: Warn): Map<string, MetricFacts> {
  const files = foldersOf(results).flatMap((folder) => filesBelow(folder, 'metrics', '.json'));
  const found = files.flatMap((file) => {
    const { data, error } = storedMetric.safeParse(jsonOf(file));
    if (data !== undefined) return [[data.id, metricFacts.parse(data)] as const];
    const issue = error.issues[0];
    const why = `${issue?.path.join('.') || 'it'}: ${issue?.message}`;
    warn(`${file} is passed over: it holds no facts of a metric: ${why}`);
    return [];
  });
  return new Map(found);
}

/** What a file holds, or undefined where it is no JSON. */
function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
