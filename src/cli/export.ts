import { UsageError } from '../base/errors.js';
import { printable } from '../base/foreign-text.js';
import { isPlainFile } from '../base/write-whole.js';
import { exportTable } from '../formats/export.js';
import { exporterOf, isTable, tableFormats } from '../formats/exporters.js';
import { exportResults } from '../library/export-results.js';
import { pathsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { exportOptions } from './options/export.js';
import { print } from './output.js';
import { openReporter } from './progress.js';

/** Writes the results in another format. */
export async function exportCommand({
  kind,
  dataset,
  testbed,
  out: results,
  to,
  ...args
}: ArgumentsOf<typeof exportOptions>): Promise<void> {
  const { warn } = openReporter();
  const datasets = dataset === undefined ? undefined : pathsOf(dataset);
  if (to !== undefined) {
    const { format, files, rows } = await exportResults(results, {
      ...{ to, format: args.format, kind, datasets, testbed },
      onWarning: warn,
    });
    if (!isTable(format)) print(`${files.length} files in ${to}`);
    // A pipe or /dev/stdout is to hold the table alone.
    else if (isPlainFile(to)) print(`${rows} rows in ${to}`);
    return;
  }
  const format = args.format ?? tableFormats[0]!;
  if (!isTable(format)) throw new UsageError(`${format} is a folder of files; name it with --to`);
  if (testbed !== undefined) throw new UsageError('--testbed is of formats of curves');
  if (!exporterOf(format).text && process.stdout.isTTY) {
    throw new UsageError(`${format} is no text for a terminal; name a file with --to`);
  }
  const source = { results, datasets, warn };
  const { pieces } = await exportTable(format, kind, source);
  for (const piece of pieces) process.stdout.write(shown(piece));
}

/** A terminal must not obey what stands in the cells; a program gets them as they are. */
function shown(piece: string | Uint8Array): string | Uint8Array {
  return process.stdout.isTTY && typeof piece === 'string' ? printable(piece) : piece;
}
