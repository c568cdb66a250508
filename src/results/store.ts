import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, UsageError } from '../base/errors.js';
import { type Line, parseLine, readLines, readRawLines } from '../base/json-lines.js';
import {
  type RdRecord,
  rdRecord,
  recordSchema,
  type TimingRecord,
  timingRecord,
} from './record.js';

/** Told of every line that is passed over. */
export type Warn = (message: string) => void;

/** What a plan needs to know of a stored record. */
export interface Stored {
  readonly failed: boolean;
  /** Versions of the metrics that it holds, by metric. */
  readonly metricVersions: Readonly<Record<string, string>>;
  /** Samples per image of a timing record, 0 for others. */
  readonly passes: number;
  /** Whether a timing record has its memory figures. */
  readonly hasMemory: boolean;
  /** Whether the image itself could not be loaded: the same file never can. */
  readonly unloadable: boolean;
}

const versioned = z.object({ schema: z.number() });

const outline = z.object({
  key: z.string(),
  metricVersions: z.record(z.string(), z.string()).optional(),
  encode: z.object({ total: z.array(z.number()) }).optional(),
  peakBytes: z.object({}).nullish(),
  error: z.object({ stage: z.string() }).nullable(),
});

/** Makes the results folder if need be, and makes sure that it takes files, before any work is done. */
export function checkWritable(results: string): void {
  try {
    mkdirSync(results, { recursive: true });
    rmSync(mkdtempSync(path.join(results, '.probe-')), { recursive: true });
  } catch (error) {
    throw new UsageError(
      `cannot write to the results folder ${results} (${messageOf(error)}); name another with --out`,
    );
  }
}

/**
 * What a results file holds, by key; of several records of one key the last one counts. Records of
 * equal content share one value, so that a million of them stay small.
 * @throws UsageError where a record is of a newer schema: nothing may be appended to such a file
 */
export function readStored(file: string, warn: Warn): Map<string, Stored> {
  const index = new Map<string, Stored>();
  const shared = new Map<string, Stored>();
  eachLine(file, warn, (json) => {
    const { key, metricVersions = {}, encode, peakBytes, error } = outline.parse(json);
    const stored: Stored = {
      failed: error !== null,
      metricVersions,
      passes: encode?.total.length ?? 0,
      hasMemory: peakBytes != null,
      unloadable: error?.stage === 'load',
    };
    const content = JSON.stringify(stored);
    const known = shared.get(content);
    if (known === undefined) shared.set(content, stored);
    index.set(key, known ?? stored);
  });
  return index;
}

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
  const newer = countNewer();
  readRawLines(file, (bytes, number) => {
    const known = quick(bytes.toString('latin1'));
    if (known !== null) visit(known);
    else {
      const line = { number, json: parseLine(bytes) };
      if (newer.take(line)) return;
      takeLine(file, line, warn, (json) => visit(rdRecord.parse(json)));
    }
  });
  newer.tell(file, warn);
}

/** The timing records of a file, the last one of each key. */
export function readTimingRecords(file: string, warn: Warn): TimingRecord[] {
  return readLatest(file, warn, (json) => timingRecord.parse(json));
}

/**
 * Every timing record of a file, also several of one key.
 * @throws UsageError where a record is of a newer schema
 */
export function readTimingLines(file: string, warn: Warn): TimingRecord[] {
  const records: TimingRecord[] = [];
  eachLine(file, warn, (json) => records.push(timingRecord.parse(json)));
  return records;
}

/** Every results file of a kind below the results folder, sorted by path. Throws UsageError where it is no folder. */
export function recordFiles(results: string, kind: 'rd' | 'timing'): string[] {
  return filesBelow(results, kind, '.jsonl');
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
    throw new UsageError(`expected a folder of results, got ${results}: ${root} is no folder`);
  }
}

function readLatest<T extends { key: string }>(
  file: string,
  warn: Warn,
  parse: (json: unknown) => T,
): T[] {
  const latest = new Map<string, T>();
  const newer = countNewer();
  readLines(file, (line) => {
    if (newer.take(line)) return;
    takeLine(file, line, warn, (json) => {
      const record = parse(json);
      latest.set(record.key, record);
    });
  });
  newer.tell(file, warn);
  return [...latest.values()];
}

/** Records of newer schemas that a reader came by: counted, and told of once a file. */
function countNewer(): {
  /** Whether the line is such a record. */
  take(line: Line): boolean;
  tell(file: string, warn: Warn): void;
} {
  const versions = new Set<number>();
  let count = 0;
  return {
    take: ({ json }) => {
      const version = versionOf(json);
      if (version <= recordSchema) return false;
      versions.add(version);
      count += 1;
      return true;
    },
    tell: (file, warn) => {
      if (count === 0) return;
      const found = [...versions].sort((a, b) => a - b).join(', ');
      const records = count === 1 ? '1 record' : `${count} records`;
      warn(
        `${records} of ${file} ${count === 1 ? 'is' : 'are'} passed over: of record schema ${found}; this program knows up to ${recordSchema}: update it to see them`,
      );
    },
  };
}

/** Every line of a file that is to be appended to. */
function eachLine(file: string, warn: Warn, visit: (json: unknown) => void): void {
  readLines(file, (line) => {
    const version = versionOf(line.json);
    if (version > recordSchema) {
      throw new UsageError(
        `${file}:${line.number} has record schema ${version}; this program knows up to ${recordSchema}: update it, or use another --out`,
      );
    }
    takeLine(file, line, warn, visit);
  });
}

function versionOf(json: unknown): number {
  return versioned.safeParse(json).data?.schema ?? 0;
}

function takeLine(
  file: string,
  { number, json }: Line,
  warn: Warn,
  visit: (json: unknown) => void,
): void {
  try {
    visit(json);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const why = json === undefined ? 'is no JSON' : explain(error);
    warn(`${file}:${number} is passed over: it ${why}`);
  }
}

function explain(error: z.ZodError): string {
  const issue = error.issues[0];
  return `is no record: ${issue?.path.join('.') || 'line'}: ${issue?.message}`;
}
