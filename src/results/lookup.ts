import { createLargeMap, type LargeLookup } from '../base/large-map.js';
import type { Warn } from '../base/warn.js';
import { rdFile } from './layout.js';
import type { RdRecord } from './record.js';
import { readRdRecords } from './store.js';

/** Looks up a stored record by codec and key. */
export type RecordLookup = (codec: string, key: string) => RdRecord | undefined;

/** The records of a data set, reading a codec's file when one of it is first asked for. */
export function openRecordLookup(results: string, dataset: string, warn: Warn): RecordLookup {
  const files = new Map<string, LargeLookup<string, RdRecord>>();
  return (codec, key) => {
    let records = files.get(codec);
    if (!records) {
      const read = readRdRecords(rdFile(results, dataset, codec), warn);
      records = createLargeMap(read.map((record) => [record.key, record] as const));
      files.set(codec, records);
    }
    return records.get(key);
  };
}
