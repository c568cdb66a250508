import path from 'node:path';
import { checkNames, unknownName } from '../base/errors.js';
import { namesAmong } from '../base/names-among.js';
import type { Warn } from '../base/warn.js';
import type { FileToWrite } from '../base/write-whole.js';
import { noResults } from '../results/no-results.js';
import { type ReadRecordsOptions, readAllRd, readAllTiming } from '../results/read-records.js';
import type { TimingRecord } from '../results/record.js';
import { type RecordKind, recordKinds } from '../results/record-kinds.js';
import { holdsRecords } from '../results/store.js';
import type { FileGroup } from './curve-groups.js';
import { type CurveFormat, exporterOf, type TableFormat } from './exporters.js';
import { fileNames } from './file-names.js';
import { type TimesBeside, timesOn } from './image-seconds.js';
import { jsonText } from './json.js';
import { recordTables } from './tables.js';

export interface ExportSource extends ReadRecordsOptions {
  /** Folder of results. */
  readonly results: string;
  /** Only these data sets, where they are named. */
  readonly datasets: readonly string[] | undefined;
}

/** A table's file in pieces, and how many rows it has below the header. */
export interface TableExport {
  readonly rows: number;
  readonly pieces: Iterable<string | Uint8Array>;
}

/**
 * The records of a results folder as one table.
 * @throws UsageError where the folder holds no records at all, or none of a data set that is named
 */
export async function exportTable<K extends RecordKind>(
  format: TableFormat,
  kind: K,
  source: ExportSource,
): Promise<TableExport> {
  checkSome(source, recordKinds);
  const write = await exporterOf(format).load();
  const table = recordTables[kind];
  const records = chosen(await table.read(source.results, source), source);
  if (records.length === 0) {
    source.warn(`${source.results} holds no records of kind ${kind}: the table is empty`);
  }
  return { rows: records.length, pieces: write(records, table.columns(records)) };
}

/** Files of curves, and what is in none of them, for people. */
export interface CurveExport {
  readonly files: readonly FileToWrite[];
  readonly leftOut: readonly string[];
}

/**
 * The curves of a results folder as files below a folder: `<data set>/<curve>.json`, and what
 * the format has beside them.
 * @param options.testbed whose times stand beside; undefined for the only one there is
 * @throws UsageError where the folder holds no records at all, or none of the data set or testbed that
 *   is named
 */
export async function exportCurves(
  format: CurveFormat,
  options: ExportSource & { readonly to: string; readonly testbed: string | undefined },
): Promise<CurveExport> {
  checkSome(options, ['rd', 'timing']);
  const writer = await exporterOf(format).load();
  const records = chosen(await readAllRd(options.results, options), options);
  const times = chosenTimes(await readAllTiming(options.results, options), options);
  const groups = writer(records, times);
  return {
    files: placed(groups, options.to),
    leftOut: [
      ...groups.flatMap(({ files }) => files.flatMap(({ leftOut }) => leftOut)),
      ...groups.flatMap(({ hidden = [] }) => hidden),
    ],
  };
}

function placed(groups: readonly FileGroup<unknown>[], to: string): FileToWrite[] {
  const folders = fileNames(groups.map(({ title }) => title));
  return groups.flatMap(({ files, beside = () => [] }, i) => {
    const made = files.filter(({ content }) => content !== null);
    if (made.length === 0) return [];
    // Names that the format needs for itself are taken first.
    const own = beside([]).map(({ name }) => name);
    const names = fileNames([...own, ...made.map(({ title }) => title)]).slice(own.length);
    const curves = made.map(({ content }, n) => ({ name: names[n]!, content }));
    return [...curves, ...beside(names)].map(({ name, content }) => ({
      file: path.join(to, folders[i]!, `${name}.json`),
      pieces: [`${jsonText(content)}\n`],
    }));
  });
}

function checkSome({ results }: ExportSource, kinds: readonly RecordKind[]): void {
  if (!holdsRecords(results, kinds)) throw noResults(results);
}

function chosen<T extends { readonly dataset: string }>(
  records: readonly T[],
  { datasets }: ExportSource,
): T[] {
  if (datasets === undefined) return [...records];
  const held = records.map(({ dataset }) => dataset);
  const wanted = namesAmong('data set', datasets, [...new Set(held)]);
  checkNames('data set', wanted, held);
  return records.filter(({ dataset }) => wanted.includes(dataset));
}

function chosenTimes(
  records: readonly TimingRecord[],
  { testbed, warn }: { readonly testbed: string | undefined; readonly warn: Warn },
): TimesBeside {
  const known = [...new Set(records.map((record) => record.testbed))].sort();
  if (testbed !== undefined && !known.includes(testbed)) {
    throw unknownName('testbed', testbed, known);
  }
  if (testbed === undefined && known.length > 1) {
    const message = `no times are written: name one of the testbeds ${known.join(', ')}`;
    warn(message, 'several-testbeds');
  }
  return timesOn(records, testbed ?? (known.length === 1 ? known[0]! : null));
}
