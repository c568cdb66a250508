import { WorkError } from '../base/errors.js';
import type { ImportedCurve } from '../formats/import.js';
import { importCurves } from '../library/import-curves.js';
import { pageCommand } from '../page/model/commands.js';
import type { ArgumentsOf } from './command.js';
import type { importOptions } from './options/import.js';
import { formatTable, print, printJson } from './output.js';
import { openReporter } from './progress.js';

/** Takes in published curves, to show beside measured ones. */
export async function importCommand({
  file,
  dataset,
  label,
  source,
  out: results,
  json,
}: ArgumentsOf<typeof importOptions>): Promise<void> {
  const { warn } = openReporter();
  const { curves, leftOut } = await importCurves(file, {
    ...{ out: results, dataset, label, source, onWarning: warn },
  });
  if (json) printJson({ curves, leftOut });
  else {
    for (const each of leftOut) warn(`left out: ${each}`);
    if (curves.length > 0) print(describe(curves, results));
  }
  if (curves.length === 0) {
    throw new WorkError(
      `no curve of ${file} could be taken in: a curve needs a bit rate and a metric that is known here`,
    );
  }
}

function describe(curves: readonly ImportedCurve[], results: string): string {
  const table = formatTable(
    ['curve', 'data set', 'points', 'metrics', 'outcome', 'not taken'],
    curves.map(({ curve: { label, dataset, points }, outcome, leftOut }) => [
      label,
      dataset,
      String(points.length),
      [...new Set(points.flatMap(({ metrics }) => Object.keys(metrics)))].join(', '),
      outcome,
      leftOut.map(({ field }) => field).join(', '),
    ]),
  );
  return `${table}\n\nfrom ${curves[0]!.curve.source}; next: ${pageCommand({ results })}`;
}
