import { existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../base/errors.js';
import { holdLock } from '../../base/lock.js';
import { ownedName } from '../../base/owned.js';
import type { Warn } from '../../base/warn.js';
import { writeTogether } from '../../base/write-together.js';
import { type FileToWrite, writeWhole } from '../../base/write-whole.js';
import { checkNotBaseline } from '../baseline.js';
import { partitionsOf, removePartitions } from '../compact/stored-lines.js';
import { type RecordKind, recordKinds } from '../record-kinds.js';
import { eachLine } from '../record-lines.js';
import { filesBelow } from '../store.js';
import { checkWritable } from '../writable.js';
import { recordSchemas } from './candidates.js';
import { joinBitstreams, joinContents, joinEqual, joinTestbeds } from './join-files.js';
import { joinLines } from './join-records.js';
import { joinSorted, type KeyedLine, openSorter } from './sorted-lines.js';

/** How folders of results are joined. */
export interface MergeFoldersOptions {
  /** The folder that takes all of it; what it holds already is one of the parts. */
  readonly out: string;
  readonly warn: Warn;
  /** Told when the records of a file are joined. */
  readonly onFile?: ((done: number, total: number) => void) | undefined;
  /** Characters of records of one part that are sorted in memory at once. */
  readonly runSize?: number | undefined;
}

/** What a merge has written. */
export interface MergedFolders {
  /** Files of records, and the records in them, by kind. */
  readonly files: number;
  readonly records: Readonly<Record<RecordKind, number>>;
}

/** A sweep appends meanwhile: it waits two minutes; a merge that takes longer is its failure. */
const patienceSeconds = 600;

/** What lies in a folder of results beside records. */
const besides = ['testbeds', 'datasets', 'metrics', 'reference', 'bitstreams'];

/**
 * Joins folders of results: records by key, sorted by it, testbeds, classes of images, facts of metrics,
 * published curves and bitstreams. In whichever order, and however often: the same bytes. Nothing is
 * written unless all of it can be. Takes no more memory for more records.
 * @throws UsageError for what is no folder of results, and where folders say different things of one
 *   measurement or one testbed; WorkError where the folder takes no files
 */
export async function mergeFolders(
  folders: readonly string[],
  { out, warn, onFile, runSize }: MergeFoldersOptions,
): Promise<MergedFolders> {
  const given = folders.filter((folder) => holdsResults(folder, warn));
  checkNotBaseline(out);
  checkWritable(out);
  return writeTogether(out, async () => {
    const parts = partsOf([out, ...given]);
    const targets = targetsOf(parts);
    const scratch = path.join(out, ownedName());
    const release: (() => void)[] = [];
    try {
      for (const { name } of targets) {
        release.push(await holdLock(`${path.join(out, name)}.lock`, { patienceSeconds }));
      }
      const counts = { rd: 0, timing: 0, estimate: 0 };
      const options = { scratch, warn, runSize };
      const files: FileToWrite[] = targets.map(({ name, kind, holders }, at) => ({
        file: path.join(out, name),
        pieces: onceAsked(() =>
          joinedPieces(
            kind,
            holders.map((folder) => path.join(folder, name)),
            { ...options, id: `${at}` },
            (count) => {
              counts[kind] += count;
              onFile?.(at + 1, targets.length);
            },
          ),
        ),
      }));
      const compacted = files.flatMap(({ file }) => partitionsOf(file));
      writeWhole([
        ...joinTestbeds(parts, out),
        ...joinContents(parts, out, warn),
        ...joinEqual(parts, out),
        ...files,
        ...joinBitstreams(parts, out, warn),
      ]);
      removePartitions(compacted);
      return { files: targets.length, records: counts };
    } finally {
      for (const free of release.reverse()) free();
      rmSync(scratch, { recursive: true, force: true });
    }
  });
}

/** Each folder once, by whichever path it is named. */
function partsOf(folders: readonly string[]): string[] {
  const named = new Map(folders.map((folder) => [realpathSync(folder), folder]));
  return [...named.values()];
}

interface Target {
  /** Below the folder of results. */
  readonly name: string;
  readonly kind: RecordKind;
  readonly holders: readonly string[];
}

function targetsOf(parts: readonly string[]): Target[] {
  return recordKinds.flatMap((kind) => {
    const holders = new Map<string, string[]>();
    for (const folder of parts) {
      for (const file of filesBelow(folder, kind, '.jsonl')) {
        const name = path.relative(folder, file);
        holders.set(name, [...(holders.get(name) ?? []), folder]);
      }
    }
    return [...holders]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, of]) => ({ name, kind, holders: of }));
  });
}

/**
 * What a generator gives, which is made when it is asked for, and not kept: one that has ended holds
 * still what it had last, and those of many files would not fit.
 */
function onceAsked<T>(make: () => Iterable<T>): Iterable<T> {
  return { [Symbol.iterator]: () => make()[Symbol.iterator]() };
}

/** Characters that are sorted in memory at once, of all sources of a file together; and of each at least. */
const sortedAtOnce = 2 ** 26;
const leastRun = 2 ** 23;

function* joinedPieces(
  kind: RecordKind,
  files: readonly string[],
  { scratch, warn, runSize = Math.max(leastRun, sortedAtOnce / files.length), id }: JoinOptions,
  done: (count: number) => void,
): Iterable<Buffer> {
  const sources = files.map((file, source): Iterable<KeyedLine> => {
    const sorter = openSorter(scratch, `${id}-${source}`, { runSize });
    eachLine(file, warn, (json, bytes) => {
      const { key } = recordSchemas[kind].parse(json);
      sorter.add({ key, line: bytes.toString('latin1') });
    });
    return sorter.sorted();
  });
  let lines: string[] = [];
  let size = 0;
  let count = 0;
  for (const each of joinSorted(sources)) {
    const line = joinLines(kind, each.lines, files);
    lines.push(line, '\n');
    size += line.length;
    count += 1;
    if (size < pieceSize) continue;
    yield Buffer.from(lines.join(''), 'latin1');
    lines = [];
    size = 0;
  }
  yield Buffer.from(lines.join(''), 'latin1');
  done(count);
}

const pieceSize = 2 ** 20;

interface JoinOptions {
  readonly scratch: string;
  readonly warn: Warn;
  readonly runSize: number | undefined;
  readonly id: string;
}

/**
 * Whether a folder holds results. One that holds nothing is passed over: a part without pictures.
 * @throws UsageError for any other folder, and where there is none
 */
function holdsResults(folder: string, warn: Warn): boolean {
  const kinds = [...recordKinds, ...besides];
  if (kinds.some((kind) => existsSync(path.join(folder, kind)))) return true;
  const names = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : null;
  if (names?.every((name) => name.startsWith('.'))) {
    warn(`${folder} is passed over: it is empty`);
    return false;
  }
  const what = names !== null ? 'it holds none of' : 'there is no such folder, with some of';
  throw new UsageError(
    `expected a folder of results, got ${folder}: ${what} ${kinds.join(', ')}; name the folder that a sweep wrote to`,
    { code: 'no-results', data: { folder } },
  );
}
