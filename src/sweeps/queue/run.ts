import { hash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import os from 'node:os';
import { UsageError } from '../../base/errors.js';
import { makeFolder } from '../../base/make-folder.js';
import type { SweepPlan } from '../prepare.js';
import { timedCropOf } from '../prepare.js';
import { type RunOptions, runSweep, type SweepSummary } from '../run.js';
import { connectQueue } from './connect.js';
import { openQueueExecutor } from './executor.js';
import { timeByQueue } from './timing.js';

/** How a plan is run by other machines. */
export interface QueueRunOptions extends Omit<RunOptions, 'executor'> {
  /** Address of the queue: `redis://host:port`, or `rediss://` for TLS. */
  readonly queue: string;
  /** Testbeds that are to time the plan's configurations; none if not given. */
  readonly testbeds?: readonly string[] | undefined;
  /** How long arms that all workers refuse are offered still; a minute if not given. */
  readonly patienceSeconds?: number | undefined;
}

const never = new AbortController().signal;

/**
 * Runs a plan by the workers of a queue: this program alone writes results. Rate and distortion first,
 * then the times of each testbed that is named, by itself. A run that is killed goes on where it was.
 * @throws what `runSweep` throws, and WorkError where there is no queue
 */
export async function runQueueSweep(
  plan: SweepPlan,
  { queue: address, testbeds = [], patienceSeconds, ...run }: QueueRunOptions,
): Promise<SweepSummary> {
  const { options, dataset, images } = plan;
  if (options.maps) {
    throw new UsageError(
      'error maps stay with the machine that makes them; leave out the maps, or the queue',
    );
  }
  const { stop = never, signal = never, onWarning: warn = () => {}, onProgress } = run;
  const connection = await connectQueue(address);
  try {
    makeFolder(options.out);
    const place = [os.hostname(), realpathSync(options.out), dataset];
    const sweep = hash('sha256', JSON.stringify(place)).slice(0, 16);
    const files = new Map(images.map(({ sha256, path }) => [sha256, path]));
    const onStatus = (status: string): void => onProgress?.({ kind: 'queue', status });
    const common = { sweep, stop: AbortSignal.any([stop, signal]), warn, onStatus };
    const total = plan.rd?.jobs.length ?? 0;
    let summary: SweepSummary = { rd: null, timing: null, interrupted: false, gaveUp: false };
    if (total > 0) {
      const executor = await openQueueExecutor(connection, {
        ...common,
        ...{ total, timeLimitSeconds: options.timeLimitSeconds },
        pictureFile: (sha256) => files.get(sha256),
        ...(patienceSeconds !== undefined && { patienceSeconds }),
      });
      try {
        summary = await runSweep({ ...plan, timing: null }, { ...run, executor });
      } finally {
        await executor.close();
      }
    }
    if (testbeds.length === 0 || summary.interrupted || summary.gaveUp) return summary;
    const crop = timedCropOf(options);
    const { measured, failed } = await timeByQueue(connection, plan, { ...common, testbeds, crop });
    return {
      ...summary,
      timing: { measured, failed, noise: null, calibration: null },
      interrupted: stop.aborted,
    };
  } finally {
    await connection.close();
  }
}
