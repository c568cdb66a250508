import { basename, dirname } from 'node:path';
import { UsageError, WorkError } from '../base/errors.js';
import { writeWhole } from '../base/write-whole.js';
import { type ImportedCurve, planImport } from '../formats/import.js';
import { pageCommand } from '../page/model/commands.js';
import { checkNotBaseline } from '../results/baseline.js';
import { recordFiles } from '../results/store.js';
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
  checkNotBaseline(results);
  const { warn } = openReporter();
  if (label?.trim() === '') throw new UsageError('--label takes a name, got an empty one');
  const { curves, files, leftOut } = planImport(file, { results, dataset, label, source, warn });
  writeWhole(files);
  const measured = new Set(recordFiles(results, 'rd').map((each) => basename(dirname(each))));
  for (const each of new Set(curves.map(({ curve }) => curve.dataset))) {
    if (measured.size === 0 || measured.has(each)) continue;
    warn(
      `nothing was measured on data set '${each}', so there is nothing to compare with; measured: ${[...measured].join(', ')}; --dataset names another`,
    );
  }
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
