import path from 'node:path';
import { UsageError, WorkError } from '../base/errors.js';
import { printable } from '../base/foreign-text.js';
import { writeTogether } from '../base/write-together.js';
import { isPlainFile, writeWhole } from '../base/write-whole.js';
import { exportCurves, exportTable } from '../formats/export.js';
import {
  curveFormats,
  exporterOf,
  type Format,
  formats,
  isTable,
  tableFormats,
} from '../formats/exporters.js';
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
  const format = args.format ?? formatOf(to);
  const { warn } = openReporter();
  const datasets = dataset === undefined ? undefined : pathsOf(dataset);
  const source = { results, datasets, warn };
  if (isTable(format)) {
    if (testbed !== undefined)
      throw new UsageError(`--testbed is of formats of curves: ${curveFormats.join(', ')}`);
    const { rows, pieces } = await exportTable(format, kind === 'rd' ? 'rd' : 'timing', source);
    if (to !== undefined) {
      writeWhole([{ file: to, pieces }]);
      // A pipe or /dev/stdout is to hold the table alone.
      if (isPlainFile(to)) print(`${rows} rows in ${to}`);
    } else if (!exporterOf(format).text && process.stdout.isTTY) {
      throw new UsageError(`${format} is no text for a terminal; name a file with --to`);
    } else for (const piece of pieces) process.stdout.write(shown(piece));
    return;
  }
  if (kind !== 'rd') throw new UsageError(`--kind timing is of tables: ${tableFormats.join(', ')}`);
  if (to === undefined) throw new UsageError(`${format} is a folder of files; name it with --to`);
  const { files, leftOut } = await exportCurves(format, { ...source, to, testbed });
  if (files.length > 0) await writeTogether(to, () => writeWhole(files));
  for (const each of leftOut) warn(`left out: ${each}`);
  if (files.length === 0) {
    const which = dataset === undefined ? results : `${dataset} in ${results}`;
    throw new WorkError(`no curve of ${which} can be written as ${format}; nothing was written`);
  }
  print(`${files.length} files in ${to}`);
}

/** The format of a table by the ending of its file; the first on standard output. Throws UsageError. */
function formatOf(to: string | undefined): Format {
  if (to === undefined) return tableFormats[0]!;
  const ending = path.extname(to).toLowerCase();
  const found = tableFormats.find((format) => exporterOf(format).endings.includes(ending));
  if (found !== undefined) return found;
  const endings = tableFormats.flatMap((format) => exporterOf(format).endings).join(' or ');
  throw new UsageError(
    `the format of ${to} is expected in its ending, ${endings}, got ${ending === '' ? 'none' : ending}; name one with --format: ${formats.join(', ')}`,
  );
}

/** A terminal must not obey what stands in the cells; a program gets them as they are. */
function shown(piece: string | Uint8Array): string | Uint8Array {
  return process.stdout.isTTY && typeof piece === 'string' ? printable(piece) : piece;
}
