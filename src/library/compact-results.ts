import { z } from 'zod';
import { passedOn, readOptions, text } from '../base/options.js';
import type { Warn } from '../base/warn.js';
import { type Compacted, compactFolder } from '../results/compact/compact.js';

/** Options of `compactResults`. */
export interface CompactResultsOptions {
  /** The folder of results. `results` if not given. */
  readonly out?: string | undefined;
  /** Told of lines that stay as they are. */
  readonly onWarning?: Warn | undefined;
  /** Told when the records of a file are packed. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const compactOptions = z.strictObject({
  out: text('the path of a folder').default('results'),
  onWarning: passedOn,
  onProgress: passedOn,
});

/**
 * Packs the records of rate and distortion of a folder of results into Parquet partitions, as
 * `pareto compact` does. All commands read them as they read JSON lines; what is measured later stands
 * in JSON lines beside them until the next time.
 * @throws UsageError where there are no records, or a sweep is writing to them; WorkError where the
 *   folder takes no files
 */
export async function compactResults(options: CompactResultsOptions = {}): Promise<Compacted> {
  const { out } = readOptions('compactResults', compactOptions, options);
  const { onWarning: warn = () => {}, onProgress: onFile } = options;
  return compactFolder(out, { warn, onFile });
}
