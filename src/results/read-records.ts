import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Warn } from '../base/warn.js';
import type { ResultFolders } from './folders.js';
import type { EstimateRecord, RdRecord, TimingRecord } from './record.js';
import { readEstimateRecords, readRdRecords, readTimingRecords, recordFiles } from './store.js';

/** How many files of results are read. */
export interface FilesRead {
  readonly done: number;
  readonly total: number;
}

/** How records are read out of folders of results. */
export interface ReadRecordsOptions {
  /** Told of lines that are no records. */
  readonly warn: Warn;
  /** Ends the reading after the file at hand. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each file. */
  readonly onFile?: (() => void) | undefined;
}

/**
 * Every rate-distortion record below a folder, file by file: others have a turn between two files.
 * @throws UsageError for a folder that cannot be read; the signal's reason
 */
export function readAllRd(results: ResultFolders, options: ReadRecordsOptions) {
  return readAll<RdRecord>(recordFiles(results, 'rd'), readRdRecords, options);
}

/** As `readAllRd`, of timing records. */
export function readAllTiming(results: ResultFolders, options: ReadRecordsOptions) {
  return readAll<TimingRecord>(recordFiles(results, 'timing'), readTimingRecords, options);
}

/** As `readAllRd`, of records of estimates. */
export function readAllEstimates(results: ResultFolders, options: ReadRecordsOptions) {
  return readAll<EstimateRecord>(recordFiles(results, 'estimate'), readEstimateRecords, options);
}

async function readAll<R>(
  files: readonly string[],
  read: (file: string, warn: Warn) => readonly R[],
  { warn, signal, onFile }: ReadRecordsOptions,
): Promise<R[]> {
  const records: R[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    for (const record of read(file, warn)) records.push(record);
    onFile?.();
    await nextTurn();
  }
  signal?.throwIfAborted();
  return records;
}

/** How many files of records there are below a folder. */
export function countFiles(results: ResultFolders): number {
  return recordFiles(results, 'rd').length + recordFiles(results, 'timing').length;
}
