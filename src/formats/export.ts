import path from 'node:path';
import { unknownName } from '../base/errors.js';
import type { Warn } from '../base/warn.js';
import type { FileToWrite } from '../base/write-whole.js';
import type { RdRecord, Recorded, TimingRecord } from '../results/record.js';
import { readRdRecords, readTimingRecords, recordFiles } from '../results/store.js';
import { codecCompareFiles, notInCommon } from './codec-compare.js';
import { compressaiFiles } from './compressai.js';
import { rdCsv, timingCsv } from './csv.js';
import type { FileGroup } from './curve-groups.js';
import { fileNames } from './file-names.js';
import { type TimesBeside, timesOn } from './image-seconds.js';
import { jsonText } from './json.js';
import type { CurveFormat, TableFormat } from './names.js';
import { rdParquet, timingParquet } from './parquet.js';

export interface ExportSource {
  /** Folder of results. */
  readonly results: string;
  /** Only this data set, where it is named. */
  readonly dataset: string | undefined;
  readonly warn: Warn;
}

/** A table's file in pieces, and how many rows it has below the header. */
export interface TableExport {
  readonly rows: number;
  readonly pieces: Iterable<string | Uint8Array>;
}

/**
 * The records of a results folder as one table.
 * @throws UsageError where no record is of the data set that is named
 */
export function exportTable(
  format: TableFormat,
  kind: 'rd' | 'timing',
  source: ExportSource,
): TableExport {
  const checked = <T>(records: readonly T[]): readonly T[] => {
    if (records.length === 0) {
      source.warn(`${source.results} holds no records of kind ${kind}: the table is empty`);
    }
    return records;
  };
  if (kind === 'rd') {
    const records = checked(chosen(rdRecords(source), source));
    const pieces = format === 'csv' ? rdCsv(records) : [rdParquet(records)];
    return { rows: records.length, pieces };
  }
  const records = checked(chosen(timingRecords(source), source));
  const pieces = format === 'csv' ? timingCsv(records) : [timingParquet(records)];
  return { rows: records.length, pieces };
}

/** Files of curves, and what is in none of them, for people. */
export interface CurveExport {
  readonly files: readonly FileToWrite[];
  readonly leftOut: readonly string[];
}

/**
 * The curves of a results folder as files below a folder: `<data set>/<curve>.json`, and beside those
 * of codec-compare `batches.json`, the list that its viewer is pointed to.
 * @param options.testbed whose times stand beside; undefined for the only one there is
 * @throws UsageError where no record is of the data set, or of the testbed, that is named
 */
export function exportCurves(
  format: CurveFormat,
  options: ExportSource & { readonly to: string; readonly testbed: string | undefined },
): CurveExport {
  const records = chosen(rdRecords(options), options);
  const times = chosenTimes(timingRecords(options), options);
  if (format === 'compressai') return placed(compressaiFiles(records, times), options.to, () => []);
  const groups = codecCompareFiles(records, times);
  const { files, leftOut } = placed(groups, options.to, (names) => [
    { name: 'batches', content: names.map((name) => [`${name}.json`]) },
  ]);
  const hidden = groups.flatMap(({ files }) =>
    notInCommon(files.flatMap((each) => each.content ?? [])),
  );
  return { files, leftOut: [...leftOut, ...hidden] };
}

/** @param beside what a folder has beside the files of the curves, whose names are given */
function placed<T>(
  groups: readonly FileGroup<T>[],
  to: string,
  beside: (names: readonly string[]) => { name: string; content: unknown }[],
): CurveExport {
  const folders = fileNames(groups.map(({ title }) => title));
  const files = groups.flatMap((group, i) => {
    const made = group.files.filter(({ content }) => content !== null);
    if (made.length === 0) return [];
    // The list's own name is taken first.
    const [, ...names] = fileNames(['batches', ...made.map(({ title }) => title)]);
    return [...made.map(({ content }, n) => ({ name: names[n]!, content })), ...beside(names)].map(
      ({ name, content }) => ({
        file: path.join(to, folders[i]!, `${name}.json`),
        pieces: [`${jsonText(content)}\n`],
      }),
    );
  });
  return { files, leftOut: groups.flatMap((group) => group.files.flatMap((each) => each.leftOut)) };
}

function rdRecords({ results, warn }: ExportSource): RdRecord[] {
  return recordFiles(results, 'rd').flatMap((file) => readRdRecords(file, warn));
}

function timingRecords({ results, warn }: ExportSource): TimingRecord[] {
  return recordFiles(results, 'timing').flatMap((file) => readTimingRecords(file, warn));
}

function chosen<T extends Recorded>(records: readonly T[], { dataset }: ExportSource): T[] {
  if (dataset === undefined) return [...records];
  const found = records.filter((record) => record.dataset === dataset);
  if (found.length > 0) return found;
  throw unknownName('data set', dataset, [...new Set(records.map((record) => record.dataset))]);
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
    warn(`no times are written: name one of the testbeds ${known.join(', ')} with --testbed`);
  }
  return timesOn(records, testbed ?? (known.length === 1 ? known[0]! : null));
}
