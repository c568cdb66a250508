import { setMaxListeners } from 'node:events';
import { now } from '../../base/clock.js';
import { completions } from '../../base/completions.js';
import type { Warn } from '../../base/warn.js';
import { tellDamage } from '../../image/tell-damage.js';
import { rdFile } from '../../results/layout.js';
import { openRecordLookup } from '../../results/lookup.js';
import type { JobError, RdRecord } from '../../results/record.js';
import type { RdJob } from '../plan.js';
import { openRecordWriter } from '../record-writer.js';
import { keepCompany } from './company.js';
import type { RdExecutor } from './executor.js';
import { openFailures } from './failures.js';
import { emptyOutcome } from './outcome.js';
import { createRdQueue } from './queue.js';
import { type RdConditions, recordOf, taskOf } from './record.js';
import type { Busy, RdOutcome } from './task.js';

/** A rate-distortion sweep to run. */
export interface RdSweep extends RdConditions {
  readonly results: string;
  readonly jobs: readonly RdJob[];
  /** Jobs of the whole sweep, those included that were finished before. */
  readonly planned: number;
  readonly executor: RdExecutor;
  /** Share of the planned jobs above which, if failed, the sweep ends. */
  readonly maxFailures: number;
  /**
   * Versions of the wanted metrics: what other sweeps of this folder finish meanwhile is not measured
   * again. Null where it is.
   */
  readonly shared?: Readonly<Record<string, string>> | null;
  /** Stops taking up jobs; the running ones are finished. */
  readonly stop: AbortSignal;
  /** Ends the running jobs as well. */
  readonly signal: AbortSignal;
  readonly warn: Warn;
  readonly onJob: (job: RdJobDone) => void;
}

/** A job that is done, and how many are. */
export interface RdJobDone {
  readonly spec: string;
  readonly image: string;
  /** Where and why it failed, or null. */
  readonly error: JobError | null;
  readonly seconds: number;
  /** Jobs that are done, and those of them that failed. */
  readonly done: number;
  readonly failed: number;
}

/** How a rate-distortion sweep went. */
export interface RdSummary {
  readonly measured: number;
  readonly failed: number;
  /** Jobs that nobody could run, of which there is no record. */
  readonly unable: number;
  /** Jobs that another sweep of this folder has done meanwhile. */
  readonly elsewhere: number;
  /** The sweep ended early because too many jobs failed. */
  readonly gaveUp: boolean;
  readonly seconds: number;
  /** Slots of the executor that were used. */
  readonly workers: number;
  /** Seconds of all slots inside codecs, inside metrics, in reading originals and in starting processes. */
  readonly busy: Busy;
  /** Seconds of slots for which there was no job left, while others were at their last ones. */
  readonly idleSeconds: number;
}

/**
 * Has the jobs run by an executor and appends their records as they come. What is measured when it
 * ends, for whatever reason, is on disk.
 * @throws WorkError where records could not be written
 */
export async function runRdSweep(sweep: RdSweep): Promise<RdSummary> {
  const { executor, stop, signal, warn, onJob } = sweep;
  const start = now();
  // Aborted when no more jobs are to be taken up: too many failed, or records cannot be written.
  const end = new AbortController();
  const halt = new AbortController();
  // Every job that runs listens to it.
  setMaxListeners(0, halt.signal);
  const haltAll = (): void => halt.abort(signal.reason);
  signal.addEventListener('abort', haltAll, { once: true });
  if (signal.aborted) haltAll();
  const workers = Math.min(executor.slots, sweep.jobs.length);
  const fileOf = ({ dataset, codec }: RdRecord) => rdFile(sweep.results, dataset, codec);
  const { units } = executor;
  const writer = openRecordWriter(
    fileOf,
    warn,
    () => end.abort(),
    (records) => units?.written(records.map(({ key }) => key)),
  );
  const stored = openRecordLookup(sweep.results, sweep.dataset, warn);
  const { busy } = emptyOutcome();
  /** When a slot found no more jobs. */
  const idleSince = new Map<number, number>();
  // Told of each once, not for every configuration.
  const damaged = new Set<string>();
  const company = keepCompany(sweep);
  const failures = openFailures(warn);
  const queue = createRdQueue(company.jobs);
  const mostFailures = sweep.maxFailures * sweep.planned;
  let measured = 0;
  let failed = 0;
  let elsewhere = 0;
  let unable = 0;

  const take = (slot: number): Taken[] | undefined => {
    for (;;) {
      if (end.signal.aborted || stop.aborted || signal.aborted) return undefined;
      const jobs = queue.take(slot, units?.size ?? 1);
      if (jobs.length === 0) {
        if (!idleSince.has(slot)) idleSince.set(slot, now());
        return undefined;
      }
      const taken = jobs.flatMap((job) => {
        const { isDone, record } = company.take(job);
        if (isDone) elsewhere += 1;
        return isDone ? [] : [{ job, appended: record }];
      });
      if (taken.length > 0) return taken;
    }
  };
  /** Null of a job that was ended before it was done, or that nobody can run. */
  const run = async (taken: readonly Taken[], slot: number): Promise<readonly (Ran | null)[]> => {
    const previous = taken.map(
      ({ job, appended }) =>
        appended ?? (job.stored ? stored(job.configuration.codec, job.key) : undefined),
    );
    const begin = now();
    try {
      const tasks = taken.map(({ job }, at) => taskOf(job, previous[at], sweep));
      const options = { slot, signal: halt.signal };
      const outcomes = units
        ? await units.run(tasks, options)
        : [await executor.run(tasks[0]!, options)];
      const seconds = (now() - begin) / tasks.length;
      return outcomes.map((outcome, at) => {
        // A worker that dies while the sweep is being stopped says nothing about the codec.
        const isCut = outcome?.error?.stage === 'worker' && (stop.aborted || signal.aborted);
        if (outcome === null || isCut) return null;
        return { outcome, previous: previous[at], seconds };
      });
    } catch (error) {
      if (signal.aborted) return taken.map(() => null);
      throw error;
    }
  };
  const book = (job: RdJob, { outcome, previous, seconds }: Ran): void => {
    measured += 1;
    for (const part of Object.keys(busy) as (keyof Busy)[]) busy[part] += outcome.busy[part];
    if (outcome.error) {
      failed += 1;
      if (failed > mostFailures) end.abort();
    }
    if (outcome.damage !== null && !damaged.has(job.image.sha256)) {
      damaged.add(job.image.sha256);
      warn(tellDamage(job.image.name, outcome.damage));
    }
    failures.tell(job, outcome);
    // A stored record is better than the failure to score it once more.
    if (previous && outcome.error) units?.written([job.key]);
    else writer.add(recordOf(job, previous, outcome, sweep));
    const { spec } = job.configuration;
    const { error } = outcome;
    const done = measured + elsewhere;
    onJob({ spec, image: job.image.name, error, seconds, done, failed });
  };
  try {
    for await (const { item, result } of completions(take, run, workers)) {
      for (const [at, ran] of result.entries()) {
        if (ran !== null) book(item[at]!.job, ran);
        else if (!stop.aborted && !signal.aborted) unable += 1;
      }
    }
  } finally {
    signal.removeEventListener('abort', haltAll);
    company.leave();
    failures.tellMore();
    await writer.finish();
  }
  const gaveUp = failed > mostFailures;
  const finished = now();
  const idleSeconds = [...idleSince.values()].reduce((sum, since) => sum + (finished - since), 0);
  const counts = { measured, failed, unable, elsewhere, gaveUp };
  return { ...counts, seconds: finished - start, workers, busy, idleSeconds };
}

/** A job that was taken up, and the record that another sweep has made of it since the plan. */
interface Taken {
  readonly job: RdJob;
  readonly appended: RdRecord | undefined;
}

/** A job that was run. */
interface Ran {
  readonly outcome: RdOutcome;
  readonly previous: RdRecord | undefined;
  readonly seconds: number;
}
