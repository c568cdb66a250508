import { createLargeMap } from '../base/large-map.js';
import type { Warn } from '../base/warn.js';
import { foldersOf, type ResultFolders } from './folders.js';
import type { TimingRecord } from './record.js';
import { readTimingRecords, recordFiles } from './store.js';
import { readTestbed } from './stored-testbeds.js';
import { isSameMachine, type Testbed } from './testbed.js';

/** What was timed, and on which machines. */
export interface Times {
  readonly records: TimingRecord[];
  /** The stored description of a testbed, or null. */
  readonly describe: (testbed: string) => Testbed | null;
}

/**
 * The times of results. Of several folders the last that has a testbed describes it. Times of an
 * earlier folder whose testbed of that name is another machine are left out with a warning.
 */
export function readTimes(results: ResultFolders, warn: Warn): Times {
  const folders = foldersOf(results);
  const describe = (id: string): Testbed | null =>
    folders.map((folder) => readTestbed(folder, id)).findLast((found) => found !== null) ?? null;
  const records = createLargeMap<string, TimingRecord>();
  for (const folder of folders) {
    const read = recordFiles(folder, 'timing').flatMap((file) => readTimingRecords(file, warn));
    const others = new Set<string>();
    for (const id of new Set(read.map(({ testbed }) => testbed))) {
      const [own, last] = [readTestbed(folder, id), describe(id)];
      if (own === null || last === null || isSameMachine(own, last)) continue;
      others.add(id);
      warn(
        `the times of testbed ${id} in ${folder} are left out: they are of another machine (${own.hardware.cpu}, ${own.hardware.cores} cores) than your testbed of that name`,
      );
    }
    for (const record of read) if (!others.has(record.testbed)) records.set(record.key, record);
  }
  return { records: [...records.values()], describe };
}
