import path from 'node:path';
import { createLargeMap } from '../../base/large-map.js';
import { tryLock } from '../../base/lock.js';
import { shuffle } from '../../base/statistics.js';
import type { Warn } from '../../base/warn.js';
import { followRecords } from '../../results/appended.js';
import { rdFile, sweepLock } from '../../results/layout.js';
import type { RdRecord } from '../../results/record.js';
import type { RdJob } from '../plan.js';

/** Other sweeps of the same data set into the same folder, which may be running. */
export interface Company {
  /** The jobs in the order to take them. */
  readonly jobs: readonly RdJob[];
  /** Whether another sweep has done a job that is taken up now, and what it has stored of it. */
  take(job: RdJob): { readonly isDone: boolean; readonly record: RdRecord | undefined };
  /** Lets others know that this sweep is at its end. */
  leave(): void;
}

/**
 * Shares a sweep's work with others that write to the same place: each passes over what another has
 * done since its plan was made. The first one keeps its order and the others take their own, or all
 * would do the same jobs at the same time.
 * @param options.shared versions of the wanted metrics; null where every job is to be done here
 */
export function keepCompany({
  results,
  dataset,
  jobs,
  shared = null,
  warn,
}: {
  readonly results: string;
  readonly dataset: string;
  readonly jobs: readonly RdJob[];
  readonly shared?: Readonly<Record<string, string>> | null;
  readonly warn: Warn;
}): Company {
  if (shared === null) {
    return { jobs, take: () => ({ isDone: false, record: undefined }), leave: () => {} };
  }
  const letGo = sayPresent(path.join(path.dirname(rdFile(results, dataset, '')), sweepLock));
  if (letGo === null) {
    warn(
      'another sweep measures this data set into this folder: the work is shared, and what that one has done is passed over',
    );
  }
  const open = createLargeMap(jobs.map(({ key }) => [key, true] as const));
  const codecs = jobs.map(({ configuration }) => configuration.codec);
  const appended = followRecords(results, dataset, codecs, (key) => open.has(key));
  return {
    jobs: letGo === null ? shuffle(jobs, process.pid) : jobs,
    take(job) {
      const record = appended.find(job.configuration.codec, job.key);
      open.delete(job.key);
      if (record === undefined || record.error !== null)
        return { isDone: false, record: undefined };
      const { metricVersions } = record;
      return { isDone: job.metrics.every((id) => metricVersions[id] === shared[id]), record };
    },
    leave: () => letGo?.(),
  };
}

/** Takes the lock of a folder's first sweep; null where another has it. */
function sayPresent(file: string): (() => void) | null {
  try {
    return tryLock(file);
  } catch {
    // A folder that takes no files: writing the records will tell.
    return () => {};
  }
}
