import { readdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../base/errors.js';
import { parseLine } from '../base/json-lines.js';
import { createLargeMap } from '../base/large-map.js';
import type { Warn } from '../base/warn.js';
import { openRowFacts } from './compact/rd-facts.js';
import { readStoredLines } from './compact/stored-lines.js';
import { foldersOf, type ResultFolders } from './folders.js';
import type { RdFacts } from './rd-facts.js';
import {
  type EstimateRecord,
  estimateRecord,
  type RdRecord,
  rdRecord,
  type TimingRecord,
  timingRecord,
} from './record.js';
import type { RecordKind } from './record-kinds.js';
import { countNewer, countRefused } from './record-lines.js';

/**
 * The rate-distortion records of a file, the last one of each key. Records of a newer schema are
 * passed over, with one warning.
 */
export function readRdRecords(file: string, warn: Warn): RdRecord[] {
  return readLatest(file, warn, (json) => rdRecord.parse(json));
}

/**
 * Every rate-distortion record of a file, also several of one key, in constant memory.
 * @param quick what is needed of a line that is known to be a record without its being parsed; it
 *   is given the bytes as Latin-1, and answers null where the line is to be parsed
 */
export function eachRdRecord<T = RdRecord>(
  file: string,
  warn: Warn,
  visit: (record: T | RdRecord) => void,
  quick: (line: string) => T | null = () => null,
): void {
  const reader = lineReader(visit, quick);
  readStoredLines(file, reader.take);
  reader.tell(file, warn);
}

/**
 * What a leaderboard needs of every rate-distortion record of a file, also several of one key, in constant
 * memory: of partitions by their columns, of JSON lines by a quick reader, of what is left as
 * `eachRdRecord`.
 */
export function eachRdFacts(
  file: string,
  warn: Warn,
  visit: (record: RdFacts) => void,
  quick: (line: string) => RdFacts | null,
): void {
  const reader = lineReader(visit, quick);
  readStoredLines(file, reader.take, (partition) => {
    const factsOf = openRowFacts(partition);
    for (let row = 0; row < partition.rows; row++) {
      const facts = factsOf(row);
      if (facts !== null) visit(facts);
      else reader.take(Buffer.from(partition.line(row)), row + 1);
    }
  });
  reader.tell(file, warn);
}

function lineReader<T>(visit: (record: T | RdRecord) => void, quick: (line: string) => T | null) {
  const newer = countNewer();
  const refused = countRefused();
  return {
    take: (bytes: Buffer | null, number: number): void => {
      const known = bytes && quick(bytes.toString('latin1'));
      if (known !== null) visit(known);
      else {
        const line = parseLine(bytes, number);
        if (newer.take(line)) return;
        refused.take(line, (json) => visit(rdRecord.parse(json)));
      }
    },
    tell: (file: string, warn: Warn): void => {
      newer.tell(file, warn);
      refused.tell(file, warn);
    },
  };
}

/** The timing records of a file, the last one of each key. */
export function readTimingRecords(file: string, warn: Warn): TimingRecord[] {
  return readLatest(file, warn, (json) => timingRecord.parse(json));
}

/** The records of estimates of a file, the last one of each key. */
export function readEstimateRecords(file: string, warn: Warn): EstimateRecord[] {
  return readLatest(file, warn, (json) => estimateRecord.parse(json));
}

/** Whether there are any records of some kinds in a folder of results, or in several. */
export function holdsRecords(
  results: ResultFolders,
  kinds: readonly RecordKind[] = ['rd', 'timing'],
): boolean {
  return kinds.some((kind) => recordFiles(results, kind).length > 0);
}

/**
 * Every results file of a kind below the results folder, sorted by path; of several folders one
 * after the other.
 * @throws UsageError where one is no folder
 */
export function recordFiles(results: ResultFolders, kind: RecordKind): string[] {
  return foldersOf(results).flatMap((folder) => filesBelow(folder, kind, '.jsonl'));
}

/**
 * The files below a folder of the results folder by the ending of their names, sorted by path; none
 * where the folder is not there. Hidden ones, as those of a sweep that is running, are left out.
 * @throws UsageError where it is no folder
 */
export function filesBelow(results: string, folder: string, ending: string): string[] {
  const root = path.join(results, folder);
  try {
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending) && !path.basename(name).startsWith('.'))
      .map((name) => path.join(root, name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code !== 'ENOTDIR') throw error;
    throw new UsageError(`expected a folder of results, got ${results}: ${root} is no folder`, {
      code: 'no-results',
      data: { folder: results },
    });
  }
}

function readLatest<T extends { key: string }>(
  file: string,
  warn: Warn,
  parse: (json: unknown) => T,
): T[] {
  const latest = createLargeMap<string, T>();
  const newer = countNewer();
  const refused = countRefused();
  readStoredLines(file, (bytes, number) => {
    const line = parseLine(bytes, number);
    if (newer.take(line)) return;
    refused.take(line, (json) => {
      const record = parse(json);
      latest.set(record.key, record);
    });
  });
  newer.tell(file, warn);
  refused.tell(file, warn);
  return [...latest.values()];
}
