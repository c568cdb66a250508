import { WorkError } from '../base/errors.js';
import type { Metric } from '../metrics/metric.js';
import { metrics } from '../metrics/registry.js';
import { parseMetricList } from '../metrics/selection.js';
import { published } from '../verify/published.js';
import { type Check, verifyMetrics } from '../verify/verify.js';
import type { ArgumentsOf } from './command.js';
import type { verifyOptions } from './options/verify.js';
import { formatTable, print, printJson } from './output.js';

/** Compares the metrics with published values. */
export async function verifyCommand({
  metrics: list,
  strict,
  json,
}: ArgumentsOf<typeof verifyOptions>): Promise<void> {
  const wanted = await namedMetrics(list);
  const checks = await verifyMetrics(published, wanted);
  if (json) printJson(checks);
  else
    print(
      tableOf(
        checks,
        wanted.map(({ id }) => id),
      ),
    );
  const misses = checks.filter(({ verdict }) => verdict === 'miss');
  const skipped = checks.filter(({ verdict }) => verdict === 'skipped');
  if (strict && misses.length === 0 && skipped.length > 0) {
    throw new WorkError(`${skipped.length} of ${checks.length} values could not be checked`);
  }
  if (misses.length === 0) return;
  throw new WorkError(
    `${misses.length} of ${checks.length} values are missed: ${[...new Set(misses.map(({ metric }) => metric))].join(', ')}`,
  );
}

/** Those not available here are wanted too: their checks are shown as skipped. */
async function namedMetrics(list: string): Promise<Metric[]> {
  const names = parseMetricList(list);
  const all = names.includes('all') || names.includes('available');
  return Promise.all((all ? metrics.names : names).map((name) => metrics.load(name)));
}

function tableOf(checks: readonly Check[], wanted: readonly string[]): string {
  const order = metrics.names;
  const sorted = checks.toSorted((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric));
  const rows = sorted.map(({ metric, pair, expected, got, tolerance, source, verdict }) => [
    metric,
    pair,
    shown(expected),
    got === null ? '-' : shown(got),
    got === null ? '-' : (got - expected).toExponential(1),
    tolerance.toExponential(1),
    verdict,
    source,
  ]);
  const header = ['metric', 'pair', 'expected', 'got', 'difference', 'tolerance', '', 'source'];
  const notes = new Map<string, string>();
  for (const { metric, note, missing } of sorted) {
    const about = missing ?? metric;
    if (note !== null && !notes.has(about)) notes.set(about, `${about}: ${note}`);
  }
  const count = (verdict: Check['verdict']): number =>
    checks.filter((check) => check.verdict === verdict).length;
  const unchecked = wanted.filter(
    (id) => !checks.some((check) => check.metric === id && check.got !== null),
  );
  return [
    formatTable(header, rows),
    '',
    ...notes.values(),
    ...(notes.size > 0 ? [''] : []),
    `${count('right')} right, ${count('miss')} missed, ${count('skipped')} skipped` +
      (unchecked.length > 0 ? `; without any value checked: ${unchecked.join(', ')}` : ''),
  ].join('\n');
}

const shown = (value: number): string => value.toPrecision(9);
