import { UsageError, unknownName } from '../base/errors.js';
import { metricGroups, metrics } from './registry.js';
import type { FoundMetric, MetricTable } from './table.js';

/**
 * The metrics of a comma-separated list, each once, in the order given. `all` is every one of the
 * table, `available` every one that can be computed here, and `warn` is told of those left out.
 * @param mayLack ids that are left out too where they cannot be computed here, though the list has
 *   them: it is not the user who named them
 * @throws UsageError for an unknown name, which suggests the nearest; for an empty list; and where
 *   a metric that was asked for cannot be computed here, with what would bring it
 */
export async function selectMetrics(
  list: string,
  table: MetricTable,
  warn: (message: string) => void,
  mayLack: readonly string[] = [],
): Promise<FoundMetric[]> {
  const names = parseMetricList(list, table.names);
  const selected: FoundMetric[] = [];
  const missing: string[] = [];
  const left: { id: string; why: string }[] = [];
  for (const id of unfold(names, table.names)) {
    const found = await table.load(id);
    const answer = await found.metric.available();
    if (answer === true) selected.push(found);
    else if (mayLack.includes(id)) left.push({ id, why: answer });
    else if (names.includes(id) || names.includes('all')) missing.push(`${id}: ${answer}`);
    else left.push({ id, why: answer });
  }
  tellLeft(left, warn);
  if (missing.length === 0) return selected;
  throw new UsageError(
    `cannot be computed here: ${missing.join('; ')}; name 'available' to go on without them`,
    { code: 'metric-unavailable', data: { missing } },
  );
}

/** One line for all that are left out: the reasons differ in names alone. */
function tellLeft(
  left: readonly { readonly id: string; readonly why: string }[],
  warn: (message: string) => void,
): void {
  const [first, ...others] = left;
  if (first === undefined) return;
  const ids = left.map(({ id }) => id).join(', ');
  if (others.length === 0) warn(`${ids} is left out: ${first.why}`);
  else warn(`${left.length} metrics are left out: ${ids}; of ${first.id}: ${first.why}`);
}

/** The names of a list, `all` and `available` among them. */
export function parseMetricList(
  list: string,
  present: readonly string[] = metrics.names,
): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = [...present, ...metricGroups];
  if (names.length === 0) {
    throw new UsageError(`no metric in '${list}'; known: ${known.join(', ')}`, {
      code: 'unknown-name',
      data: { kind: 'metric', name: list, known },
    });
  }
  for (const name of names) if (!known.includes(name)) throw unknownName('metric', name, known);
  return [...new Set(names)];
}

function unfold(names: readonly string[], present: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => (metricGroups.includes(name) ? present : [name])))];
}
