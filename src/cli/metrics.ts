import { openMetricTable } from '../metrics/table.js';
import { ownMetricsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { metricsOptions } from './options/metrics.js';
import { formatTable, print, printJson, tableWithNotes } from './output.js';

/** Lists the metrics with their definitions. */
export async function metricsCommand(args: ArgumentsOf<typeof metricsOptions>): Promise<void> {
  const table = await openMetricTable(ownMetricsOf(args));
  const found = await Promise.all(table.names.map((name) => table.load(name)));
  const described = await Promise.all(
    found.map(async ({ metric: { available, prepare: _prepare, ...metric } }) => ({
      ...metric,
      perfect: Number.isFinite(metric.perfect) ? metric.perfect : null,
      available: await available(),
    })),
  );
  if (args.json) {
    printJson(described);
    return;
  }
  const rows = described.map((metric) => [
    metric.id,
    metric.version,
    metric.unit || '-',
    metric.better,
    String(metric.perfect ?? 'no limit'),
    metric.available === true ? 'yes' : 'no',
  ]);
  const header = ['metric', 'version', 'unit', 'better', 'perfect', 'available'];
  const notes = described.flatMap(({ id, available }) =>
    available === true ? [] : [[id, `not available: ${available}`] as const],
  );
  print(tableWithNotes(formatTable(header, rows), notes));
  print('');
  for (const { id, definition, source, map } of described) {
    print(`${id}: ${definition} Source: ${source}.${map ? ` Map: ${map.meaning}.` : ''}\n`);
  }
}
