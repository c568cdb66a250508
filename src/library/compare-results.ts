import { z } from 'zod';
import { checkNames } from '../base/errors.js';
import { checkPath, passedOn, readOptions, texts } from '../base/options.js';
import { sum } from '../base/sums.js';
import type { Warn } from '../base/warn.js';
import { type CompareReport, compareSides } from '../compare/compare.js';
import { parseSide, readSide, type Side, type SideChoice } from '../compare/sides.js';
import { loadMetricFacts } from '../metrics/facts.js';
import { countFiles, type FilesRead } from '../results/read-records.js';

/** A side of a comparison: a folder of results, `results@1.6.0` for the records of one engine version. */
export type ResultsSide = string | SideChoice;

/** Options of `compareResults`. */
export interface CompareResultsOptions {
  /** Only these data sets. */
  readonly datasets?: readonly string[] | undefined;
  /** Only these metrics; all that both sides have if not given. */
  readonly metrics?: readonly string[] | undefined;
  /** Settings that may differ between compared records. */
  readonly ignore?: readonly string[];
  /** Told of records that are passed over. */
  readonly onWarning?: Warn | undefined;
  /** Told of the files of both sides that are read. */
  readonly onProgress?: ((read: FilesRead) => void) | undefined;
  /** Ends the reading after the file at hand. */
  readonly signal?: AbortSignal | undefined;
}

const compareOptions = z.strictObject({
  datasets: texts('an array of data sets').optional(),
  metrics: texts('an array of metrics').optional(),
  ignore: texts('an array of settings').default([]),
  onWarning: passedOn,
  onProgress: passedOn,
  signal: passedOn,
});

/**
 * Compares two folders of results, or two engine versions of one, as `pareto compare` does: what is
 * the same, what changed and how surely. Both are read as they are, and nothing is written.
 *
 *     const { regressions, changes } = await compareResults('results', 'results-new');
 *
 * @throws UsageError for a folder without records, for a name that no record has; the signal's
 *   reason
 */
export async function compareResults(
  before: ResultsSide,
  after: ResultsSide,
  options: CompareResultsOptions = {},
): Promise<CompareReport> {
  const choices = [sideOf('before', before), sideOf('after', after)];
  const { datasets, metrics, ignore } = readOptions('compareResults', compareOptions, options);
  const { onWarning: warn = () => {}, onProgress, signal } = options;
  const facts = await loadMetricFacts();
  const total = sum(choices.map(({ results }) => countFiles(results)));
  let done = 0;
  const onFile = (): void => onProgress?.({ done: ++done, total });
  const sides: Side[] = [];
  for (const choice of choices) {
    sides.push(await readSide(choice, { facts, datasets, warn, signal, onFile }));
  }
  const [a, b] = sides as [Side, Side];
  const known = new Set([...a.rd, ...b.rd].flatMap((each) => Object.keys(each.metrics)));
  checkNames('metric', metrics ?? [], known);
  // A setting that no record has would be ignored to no avail.
  const records = [a, b].flatMap(({ rd, timing }) => [...rd, ...timing]);
  const settings = new Set(records.flatMap((each) => Object.keys(each.settings)));
  checkNames('setting', ignore, settings);
  return compareSides(a, b, { ignore, metrics });
}

function sideOf(name: string, side: ResultsSide): SideChoice {
  const choice = typeof side === 'string' ? parseSide(side) : side;
  checkPath(name, 'a folder of results, or { results, version }', choice?.results);
  return choice;
}
