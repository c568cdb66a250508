import { messageOf } from '../../base/errors.js';
import type { Warn } from '../../base/warn.js';
import { tellDamage } from '../../image/tell-damage.js';
import { estimateFile } from '../../results/layout.js';
import type { EstimateRecord, JobError } from '../../results/record.js';
import { failureStage } from '../../runtimes/processes/failure.js';
import { createMemoryLender } from '../../runtimes/processes/memory-budget.js';
import { openPool } from '../../runtimes/processes/pool.js';
import { openAlikeFailures } from '../failures.js';
import { openRecordWriter } from '../record-writer.js';
import { lockMachine } from '../timing/machine-lock.js';
import type { EstimateJob } from './plan.js';
import { type EstimateFacts, estimateRecordOf } from './record.js';
import {
  type EstimateOutcome,
  type EstimateSweepTask,
  emptyEstimate,
  estimateOutcome,
} from './task.js';

/** Estimates to make. */
export interface EstimateRun extends EstimateFacts {
  readonly results: string;
  readonly jobs: readonly EstimateJob[];
  /** Jobs of the whole sweep, those included that were finished before. */
  readonly planned: number;
  /** What all tasks have in common. */
  readonly reading: Pick<EstimateSweepTask, 'maxPixels' | 'maxPixelsPerByte' | 'lenient'>;
  /** Path of the calibration file. */
  readonly calibrationFile: string;
  /** Seconds that a job may take, its whole encode included; its process is then ended. */
  readonly jobLimitSeconds: number;
  readonly memoryBytes: number;
  /** Share of the planned jobs above which, if failed, the sweep ends. */
  readonly maxFailures: number;
  /** Stops taking up jobs; the running one is finished. */
  readonly stop: AbortSignal;
  /** Ends the running job as well. */
  readonly signal: AbortSignal;
  readonly warn: Warn;
  readonly onJob: (job: { error: JobError | null; done: number; failed: number }) => void;
}

/** How a run of estimates went. */
export interface EstimateSummary {
  readonly measured: number;
  readonly failed: number;
  /** It ended early because too many jobs failed. */
  readonly gaveUp: boolean;
}

/**
 * Makes estimates one after the other in a process that can be ended, alone among what is timed on this
 * machine, and appends their records as they come. What is made when it ends, for whatever reason, is on
 * disk.
 * @throws WorkError where records could not be written
 */
export async function runEstimates(run: EstimateRun): Promise<EstimateSummary> {
  const { jobs, results, stop, signal, warn, onJob, memoryBytes } = run;
  const end = new AbortController();
  const fileOf = ({ dataset, codec }: EstimateRecord) => estimateFile(results, dataset, codec);
  const unlock = await lockMachine(warn, stop);
  if (unlock === null) return { measured: 0, failed: 0, gaveUp: false };
  const writer = openRecordWriter(fileOf, warn, () => end.abort());
  const pool = openPool<EstimateSweepTask, EstimateOutcome>({
    module: new URL('./worker.js', import.meta.url),
    workers: 1,
    answer: estimateOutcome,
    lender: createMemoryLender(memoryBytes),
    renewsLarge: true,
  });
  const damaged = new Set<string>();
  const failures = openAlikeFailures(warn);
  const mostFailures = run.maxFailures * run.planned;
  let measured = 0;
  let failed = 0;
  try {
    for (const job of jobs) {
      if (stop.aborted || signal.aborted || end.signal.aborted || failed > mostFailures) break;
      const asking = pool.ask(taskOf(job, run), {
        ...{ signal, memoryBytes, timeLimitSeconds: run.jobLimitSeconds },
      });
      const outcome = await asking.catch(failedOutcome).catch((error: unknown) => {
        if (signal.aborted) return null;
        throw error;
      });
      // A process that dies while all is being stopped says nothing about the codec.
      const isLost = outcome?.error?.stage === 'worker' && stop.aborted;
      if (outcome === null || signal.aborted || isLost) break;
      const { image, configuration, estimator } = job;
      measured += 1;
      writer.add(estimateRecordOf(job, outcome, run));
      if (outcome.error !== null) {
        failed += 1;
        const { error, errorCode } = outcome;
        const { codec, spec } = configuration;
        const [name, kind] = [`${estimator} of ${spec}`, `${estimator} of ${codec}`];
        failures.tell({ name, kind, image, error, errorCode });
      }
      if (outcome.damage !== null && !damaged.has(image.sha256)) {
        damaged.add(image.sha256);
        warn(tellDamage(image.name, outcome.damage));
      }
      onJob({ error: outcome.error, done: measured, failed });
    }
  } finally {
    failures.tellMore();
    await pool.close();
    unlock();
    await writer.finish();
  }
  return { measured, failed, gaveUp: failed > mostFailures };
}

function taskOf(
  { configuration, image, estimator }: EstimateJob,
  run: EstimateRun,
): EstimateSweepTask {
  const { path, sha256 } = image;
  return {
    ...run.reading,
    ...run.conditions,
    codec: configuration.source,
    settings: configuration.settings,
    image: { path, sha256, dataset: run.dataset },
    estimator,
    calibration: run.calibrationFile,
  };
}

/** The outcome of a job whose process gave no answer. */
function failedOutcome(error: unknown): EstimateOutcome {
  const stage = failureStage(error);
  if (stage === null) throw error;
  return { ...emptyEstimate(), error: { stage, message: messageOf(error) } };
}
