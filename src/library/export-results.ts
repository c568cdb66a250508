import path from 'node:path';
import { z } from 'zod';
import { UsageError, WorkError, wrongOption } from '../base/errors.js';
import { checkPath, oneOf, passedOn, readOptions, text, texts } from '../base/options.js';
import { sum } from '../base/sums.js';
import type { Warn } from '../base/warn.js';
import { writeTogether } from '../base/write-together.js';
import { writeWhole } from '../base/write-whole.js';
import { exportCurves, exportTable } from '../formats/export.js';
import {
  curveFormats,
  exporterOf,
  type Format,
  formats,
  isTable,
  tableFormats,
} from '../formats/exporters.js';
import type { FilesRead } from '../results/read-records.js';
import { type RecordKind, recordKinds } from '../results/record-kinds.js';
import { recordFiles } from '../results/store.js';

/** Options of `exportResults`. */
export interface ExportResultsOptions {
  /** The file of a table, or the folder of curves, to write. */
  readonly to: string;
  /** One of `csv`, `parquet`, `compressai`, `codec-compare`; a table’s by the ending of `to`. */
  readonly format?: Format | undefined;
  /** Which records, of tables; `rd` if not given. */
  readonly kind?: RecordKind | undefined;
  /** Only these data sets. */
  readonly datasets?: readonly string[] | undefined;
  /** Whose times stand beside curves; the only one if not given. */
  readonly testbed?: string | undefined;
  /** Told of records that are passed over, and of curves that the format cannot hold. */
  readonly onWarning?: Warn | undefined;
  /** Told of the files that are read. */
  readonly onProgress?: ((read: FilesRead) => void) | undefined;
  /** Ends it after the file at hand; nothing is written then. */
  readonly signal?: AbortSignal | undefined;
}

const exportOptions = z.strictObject({
  to: text('the path of a file or folder'),
  format: oneOf(formats).optional(),
  kind: oneOf(recordKinds).default('rd'),
  datasets: texts('an array of data sets').optional(),
  testbed: text('the name of a testbed').optional(),
  onWarning: passedOn,
  onProgress: passedOn,
  signal: passedOn,
});

/** What an export wrote. */
export interface ExportedResults {
  readonly format: Format;
  readonly files: readonly string[];
  /** Of a table, without its header; null of curves. */
  readonly rows: number | null;
}

/**
 * Writes a folder of results in another format, as `pareto export` does. Files are written whole or
 * not at all.
 *
 *     const { rows } = await exportResults('results', { to: 'results.parquet' });
 *
 * @throws UsageError for a folder without records, and for a name that no record has; WorkError where
 *   no curve can be written, or a file cannot; the signal's reason
 */
export async function exportResults(
  results: string,
  options: ExportResultsOptions,
): Promise<ExportedResults> {
  checkPath('results', 'the path of a folder', results);
  const { to, kind, datasets, testbed, ...given } = readOptions(
    'exportResults',
    exportOptions,
    options,
  );
  const { onWarning: warn = () => {}, onProgress, signal } = options;
  const format = given.format ?? formatOf(to);
  const counted = isTable(format) ? ([kind] as const) : (['rd', 'timing'] as const);
  const total = sum(counted.map((each) => recordFiles(results, each).length));
  let done = 0;
  const onFile = (): void => onProgress?.({ done: ++done, total });
  const source = { results, datasets, warn, signal, onFile };
  if (isTable(format)) {
    if (testbed !== undefined) {
      throw misplaced('testbed', `testbed is of formats of curves: ${curveFormats.join(', ')}`);
    }
    const { rows, pieces } = await exportTable(format, kind, source);
    writeWhole([{ file: to, pieces }]);
    return { format, files: [to], rows };
  }
  if (kind !== 'rd') {
    throw misplaced('kind', `kind ${kind} is of tables: ${tableFormats.join(', ')}`);
  }
  const { files, leftOut } = await exportCurves(format, { ...source, to, testbed });
  if (files.length > 0) await writeTogether(to, () => writeWhole(files));
  for (const each of leftOut) warn(`left out: ${each}`);
  if (files.length === 0) {
    const which = datasets === undefined ? results : `${datasets.join(', ')} in ${results}`;
    throw new WorkError(`no curve of ${which} can be written as ${format}; nothing was written`);
  }
  return { format, files: files.map(({ file }) => file), rows: null };
}

function misplaced(option: string, message: string): UsageError {
  return new UsageError(message, { code: 'wrong-option', data: { option } });
}

/** The format of a table by the ending of its file. */
function formatOf(to: string): Format {
  const ending = path.extname(to).toLowerCase();
  const found = tableFormats.find((format) => exporterOf(format).endings.includes(ending));
  if (found !== undefined) return found;
  const endings = tableFormats.flatMap((format) => exporterOf(format).endings).join(' or ');
  throw wrongOption(
    'to',
    `a file that ends in ${endings}, or format beside it (${formats.join(', ')})`,
    to,
  );
}
