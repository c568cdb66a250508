import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../base/errors.js';
import { holdLock, tryLock } from '../../base/lock.js';
import { ownedName } from '../../base/owned.js';
import type { Warn } from '../../base/warn.js';
import { writeTogether } from '../../base/write-together.js';
import { writeWhole } from '../../base/write-whole.js';
import { checkNotBaseline } from '../baseline.js';
import { sweepLock } from '../layout.js';
import { type KeyedLine, openSorter } from '../merge/sorted-lines.js';
import { noResults } from '../no-results.js';
import { rdRecord } from '../record.js';
import { recordFiles } from '../store.js';
import { partitionBytes } from './partition-file.js';
import { createShapes, type RecordApart, takeApart } from './shape.js';
import {
  partitionFolder,
  partitionsOf,
  readStoredLines,
  removePartitions,
} from './stored-lines.js';

/** How a folder of results is compacted. */
export interface CompactFolderOptions {
  readonly warn: Warn;
  /** Told when the records of a file are compacted. */
  readonly onFile?: ((done: number, total: number) => void) | undefined;
  /** Records of a partition at most, as hashes fall. */
  readonly partitionSize?: number | undefined;
  /** Characters of records that are sorted in memory at once. */
  readonly runSize?: number | undefined;
}

/** What a compaction has made. */
export interface Compacted {
  /** Records in partitions now, and the partitions. */
  readonly records: number;
  readonly partitions: number;
  /** Lines that stay JSON lines, since a partition could not give them back byte by byte. */
  readonly lines: number;
  /** Bytes of all files of these records, before and after. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** A sweep appends meanwhile: it waits two minutes. */
const patienceSeconds = 600;
const usualPartition = 50_000;

/**
 * Puts the records of rate and distortion of a folder into Parquet partitions beside their JSON lines,
 * by data set, codec and the first digits of the image's SHA-256; of several records of one key the
 * last one. What is appended later stands in JSON lines until the next time. Each file is written
 * whole, its JSON lines last: a kill leaves records twice, and none lost. Takes no more memory for more
 * records than those of one partition.
 * @throws UsageError where there are no results, and where a sweep is writing to them; WorkError where
 *   the folder takes no files
 */
export async function compactFolder(
  results: string,
  { warn, onFile, partitionSize = usualPartition, runSize }: CompactFolderOptions,
): Promise<Compacted> {
  checkNotBaseline(results);
  const files = recordFiles(results, 'rd');
  if (files.length === 0) throw noResults(results);
  return writeTogether(results, async () => {
    const total = { records: 0, partitions: 0, lines: 0, bytesBefore: 0, bytesAfter: 0 };
    for (const [i, file] of files.entries()) {
      const free = [holdOff(path.dirname(file))];
      const scratch = path.join(results, ownedName());
      try {
        free.push(await holdLock(`${file}.lock`, { patienceSeconds }));
        const made = compactFile(file, { partitionSize, runSize, scratch });
        for (const name of Object.keys(total) as (keyof Compacted)[]) total[name] += made[name];
        if (made.lines > 0) {
          warn(
            `${file} keeps ${made.lines === 1 ? 'a line' : `${made.lines} lines`}: no records of this version, or written otherwise than a sweep writes them`,
          );
        }
      } finally {
        for (const letGo of free.reverse()) letGo();
        rmSync(scratch, { recursive: true, force: true });
      }
      onFile?.(i + 1, files.length);
    }
    return total;
  });
}

interface CompactFileOptions {
  readonly partitionSize: number;
  readonly runSize: number | undefined;
  readonly scratch: string;
}

function compactFile(
  file: string,
  { partitionSize, runSize, scratch }: CompactFileOptions,
): Compacted {
  const old = partitionsOf(file);
  const bytesBefore = sizeOf([file, ...old]);
  const kept: string[] = [];
  const sorter = openSorter(scratch, 'records', { ...(runSize && { runSize }) });
  const found = { count: 0, digits: digitsOf(old) };
  const prefixes = new Set<string>();
  readStoredLines(file, (bytes) => {
    const line = bytes?.toString('latin1') ?? null;
    const key = line === null ? null : sortKey(line);
    if (key === null) {
      if (line !== null) kept.push(line);
      return;
    }
    found.count += 1;
    prefixes.add(key.slice(0, mostDigits));
    sorter.add({ key, line: line! });
  });
  const digits = Math.max(found.digits, digitsFor(found.count, partitionSize));
  const names = [...new Set([...prefixes].map((prefix) => prefix.slice(0, digits)))].sort();
  const counts = { records: 0, lines: 0 };
  const open = createShapes();
  const sorted = sorter.sorted()[Symbol.iterator]();
  let next = sorted.next();
  const take = function* (prefix: string): Iterable<Uint8Array> {
    const records: RecordApart[] = [];
    for (; !next.done && next.value.key.startsWith(prefix); next = sorted.next()) {
      const { line } = next.value as KeyedLine;
      const apart = takeApart(Buffer.from(line, 'latin1').toString('utf8'), open);
      if (apart === null) kept.push(line);
      else records.push(apart);
    }
    counts.records += records.length;
    yield partitionBytes(records);
  };
  const rest = function* (): Iterable<Uint8Array> {
    counts.lines = kept.length;
    for (const line of kept) yield Buffer.from(`${line}\n`, 'latin1');
  };
  const partitions = names.map((prefix) => ({
    file: path.join(partitionFolder(file), `records${prefix && `-${prefix}`}.parquet`),
    pieces: take(prefix),
  }));
  writeWhole([...partitions, { file, pieces: rest() }]);
  const written = partitions.map((partition) => partition.file);
  removePartitions(old.filter((each) => !written.includes(each)));
  const bytesAfter = sizeOf([file, ...written]);
  return { ...counts, partitions: written.length, bytesBefore, bytesAfter };
}

/** 4096 partitions of a codec at most. */
const mostDigits = 3;

/** Digits by which partitions are told apart, so that none has many more records than it may. */
function digitsFor(count: number, partitionSize: number): number {
  let digits = 0;
  while (digits < mostDigits && count > partitionSize * 16 ** digits) digits += 1;
  return digits;
}

/** Of partitions that are there: they never become fewer, so that names with more digits are newer. */
function digitsOf(partitions: readonly string[]): number {
  const prefixes = partitions.map((file) => /-([0-9a-f]+)\.parquet$/.exec(file)?.[1]?.length ?? 0);
  return Math.max(0, ...prefixes);
}

/** By image, then by key; null of what is no record. */
function sortKey(line: string): string | null {
  try {
    const { success, data } = rdRecord
      .pick({ schema: true, kind: true, key: true, imageSha256: true })
      .safeParse(JSON.parse(line));
    return success ? data.imageSha256 + data.key : null;
  } catch {
    return null;
  }
}

/** Keeps sweeps that would start from taking the folder for theirs alone. */
function holdOff(folder: string): () => void {
  const letGo = tryLock(path.join(folder, sweepLock));
  if (letGo !== null) return letGo;
  throw new UsageError(
    `a sweep is writing records to ${folder}; compact them when it is at its end`,
    { code: 'locked', data: { file: path.join(folder, sweepLock) } },
  );
}

function sizeOf(files: readonly string[]): number {
  return files.reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
