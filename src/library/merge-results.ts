import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { passedOn, readOptions, text } from '../base/options.js';
import type { Warn } from '../base/warn.js';
import { type MergedFolders, mergeFolders } from '../results/merge/merge.js';

/** Options of `mergeResults`. */
export interface MergeResultsOptions {
  /** The folder that takes all of it; what it holds already is one of the parts. `results` if not given. */
  readonly out?: string | undefined;
  /** Told of lines that are no records, and of files that are left out. */
  readonly onWarning?: Warn | undefined;
  /** Told when the records of a file are joined. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const mergeOptions = z.strictObject({
  out: text('the path of a folder').default('results'),
  onWarning: passedOn,
  onProgress: passedOn,
});

/**
 * Joins folders of results, as `pareto merge` does: what several machines have measured stands in one
 * folder then. The order of the folders, and how often they are joined, makes no difference. Nothing is
 * written unless all of it can be.
 * @throws UsageError where folders say different things of one measurement, or one name of a testbed
 *   stands for two machines; WorkError where the folder takes no files
 */
export async function mergeResults(
  folders: readonly string[],
  options: MergeResultsOptions = {},
): Promise<MergedFolders> {
  const { out } = readOptions('mergeResults', mergeOptions, options);
  if (folders.length === 0) throw new UsageError('expected folders of results, got none');
  const { onWarning: warn = () => {}, onProgress: onFile } = options;
  return mergeFolders(folders, { out, warn, onFile });
}
