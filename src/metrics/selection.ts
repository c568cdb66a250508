import { UsageError, unknownName } from '../base/errors.js';
import type { Metric } from './metric.js';
import { metrics } from './registry.js';

/** Names that stand for several metrics: every one, and every one that can be computed here. */
export const metricGroups = ['all', 'available'];

/**
 * The metrics of a comma-separated list, each once, in the order given. `all` is every one,
 * `available` every one that can be computed here, and `warn` is told of those left out.
 * @throws UsageError for an unknown name, which suggests the nearest; for an empty list; and where
 *   a metric that was asked for cannot be computed here, with what would bring it
 */
export async function selectMetrics(
  list: string,
  warn: (message: string) => void,
): Promise<Metric[]> {
  const names = parseMetricList(list);
  const selected: Metric[] = [];
  const missing: string[] = [];
  for (const id of unfold(names)) {
    const metric = await metrics.load(id);
    const answer = await metric.available();
    if (answer === true) selected.push(metric);
    else if (names.includes(id) || names.includes('all')) missing.push(`${id}: ${answer}`);
    else warn(`${id} is left out: ${answer}`);
  }
  if (missing.length === 0) return selected;
  throw new UsageError(
    `cannot be computed here: ${missing.join('; ')}; --metrics available goes on without them`,
  );
}

/** The names of a list, `all` and `available` among them. */
export function parseMetricList(list: string): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = [...metrics.names, ...metricGroups];
  if (names.length === 0)
    throw new UsageError(`no metric in '${list}'; known: ${known.join(', ')}`);
  for (const name of names) if (!known.includes(name)) throw unknownName('metric', name, known);
  return [...new Set(names)];
}

function unfold(names: readonly string[]): string[] {
  return [
    ...new Set(names.flatMap((name) => (metricGroups.includes(name) ? metrics.names : [name]))),
  ];
}
