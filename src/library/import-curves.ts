import path from 'node:path';
import { z } from 'zod';
import { checkPath, passedOn, readOptions, text } from '../base/options.js';
import type { Warn } from '../base/warn.js';
import { writeWhole } from '../base/write-whole.js';
import { type ImportedCurve, planImport } from '../formats/import.js';
import { metrics } from '../metrics/registry.js';
import { checkNotBaseline } from '../results/baseline.js';
import { recordFiles } from '../results/store.js';

/** Options of `importCurves`. */
export interface ImportCurvesOptions {
  /** Folder of results; `results` if not given. */
  readonly out?: string;
  /** Data set of the curves; as the file says, or of CompressAI’s files `kodak`, if not given. */
  readonly dataset?: string | undefined;
  /** Columns of a table, or fields of a batch, by the field or metric that they are: `{ psnr: 'PSNR (dB)' }`. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Name to show the curve by; the file’s own if not given. */
  readonly label?: string | undefined;
  /** Where it was published; as the file says if not given. */
  readonly source?: string | undefined;
  /** Told of what is passed over, and of data sets that nothing was measured on. */
  readonly onWarning?: Warn | undefined;
}

const importOptions = z.strictObject({
  out: text('the path of a folder').default('results'),
  dataset: text('the name of a data set').optional(),
  columns: z.record(z.string(), text('names of columns'), 'columns by name').default({}),
  label: text('a name').optional(),
  source: text('where it was published').optional(),
  onWarning: passedOn,
});

/** What an import took in. */
export interface ImportedCurves {
  readonly curves: readonly ImportedCurve[];
  /** Curves of which nothing can be taken, for people. */
  readonly leftOut: readonly string[];
}

/**
 * Takes published curves into a folder of results, as `pareto import` does: they stand beside
 * measured ones. The same file again changes nothing. It does not throw where no curve is taken in.
 * @param file a result file of CompressAI, a collection of such curves, a batch of codec-compare or a
 *   list of batches (JSON), or a table with a header (.csv, .tsv)
 * @throws UsageError where the file is no such file, or an option does not go with it; WorkError where
 *   the folder cannot be written to
 */
export async function importCurves(
  file: string,
  options: ImportCurvesOptions = {},
): Promise<ImportedCurves> {
  checkPath('file', 'the path of a file', file);
  const { out, dataset, columns, label, source } = readOptions(
    'importCurves',
    importOptions,
    options,
  );
  const { onWarning: warn = () => {} } = options;
  checkNotBaseline(out);
  const names = { columns: new Map(Object.entries(columns)), metrics: metrics.names };
  const { curves, files, leftOut } = planImport(file, {
    ...{ results: out, dataset, names, label, source, warn },
  });
  writeWhole(files);
  const measured = recordFiles(out, 'rd').map((each) => path.basename(path.dirname(each)));
  for (const each of new Set(curves.map(({ curve }) => curve.dataset))) {
    if (measured.length === 0 || measured.includes(each)) continue;
    const known = [...new Set(measured)].join(', ');
    warn(
      `nothing was measured on data set '${each}', so there is nothing to compare with; measured: ${known}; name another`,
      'no-dataset-name',
    );
  }
  return { curves, leftOut };
}
