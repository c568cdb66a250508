import { UsageError, WorkError } from '../base/errors.js';
import { nameShortly } from '../base/name-shortly.js';
import { splitSetting } from '../base/spec.js';
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
  columns,
  label,
  source,
  out: results,
  json,
}: ArgumentsOf<typeof importOptions>): Promise<void> {
  const { warn } = openReporter();
  const { curves, leftOut } = await importCurves(file, {
    ...{ out: results, dataset, columns: columnsOf(columns), label, source, onWarning: warn },
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

/** `bpp=rate,psnr=PSNR (dB)` as fields with their columns. */
function columnsOf(given: string | undefined): Record<string, string> {
  const pairs = (given ?? '').split(',').filter((part) => part.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field, column] = splitSetting(pair);
      if (column !== null && column.trim() !== '') return [field.trim(), column.trim()];
      throw new UsageError(`--columns takes field=column, …, got '${pair}'`);
    }),
  );
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
      nameShortly(leftOut.map(({ field }) => field)),
    ]),
  );
  return `${table}\n\nfrom ${curves[0]!.curve.source}; next: ${pageCommand({ results })}`;
}
