import { statSync } from 'node:fs';
import { readFromSync } from '../base/json-lines.js';
import { rdFile } from './layout.js';
import { type RdRecord, rdRecord } from './record.js';

/** What other programs append to a data set's records while this one works. */
export interface AppendedRecords {
  /** The last record of a key that was appended since it was opened, as the file is now. */
  find(codec: string, key: string): RdRecord | undefined;
}

interface Followed {
  readonly file: string;
  /** The first byte that was not read yet, the beginning of a line. */
  offset: number;
  readonly records: Map<string, RdRecord>;
}

/**
 * Follows the records of a data set from now on. It reads no more than what is new, and keeps no record
 * that is not wanted.
 * @param codecs whose files
 * @param wanted whether a key is asked for still
 */
export function followRecords(
  results: string,
  dataset: string,
  codecs: Iterable<string>,
  wanted: (key: string) => boolean,
): AppendedRecords {
  const files = new Map<string, Followed>();
  for (const codec of codecs) {
    const file = rdFile(results, dataset, codec);
    if (!files.has(codec)) files.set(codec, { file, offset: sizeOf(file), records: new Map() });
  }
  return {
    find(codec, key) {
      const followed = files.get(codec);
      if (followed === undefined) return undefined;
      if (sizeOf(followed.file) !== followed.offset) readOn(followed, wanted);
      const record = followed.records.get(key);
      followed.records.delete(key);
      return record;
    },
  };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

function readOn(followed: Followed, wanted: (key: string) => boolean): void {
  followed.offset = readFromSync(followed.file, followed.offset, (json) => {
    const key = (json as { key?: unknown } | null)?.key;
    if (typeof key !== 'string' || !wanted(key)) return;
    // What is no record is told by whoever reads the file next.
    const { data } = rdRecord.safeParse(json);
    if (data !== undefined) followed.records.set(key, data);
  });
}
