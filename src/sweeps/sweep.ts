import { existsSync } from 'node:fs';
import { rdFile, timingFile } from '../results/layout.js';
import type { SweepOptions } from './options.js';
import { planSweep, type SweepPlan } from './prepare.js';
import type { QueueRunOptions } from './queue/run.js';
import { shareByQueue } from './queue/share.js';
import { type RunOptions, runSweep, type SweepSummary } from './run.js';

/** What a sweep is told, who hears of it, and who ends it. */
export type SweepRequest = SweepOptions &
  RunOptions & {
    /** Has the workers of a queue measure it: `redis://host:port`, or `rediss://` for TLS. */
    readonly queue?: string | undefined;
  };

/** What a sweep did, and where its records are. */
export interface SweepResult extends SweepSummary {
  /** Id of the data set, as records name it. */
  readonly dataset: string;
  /** Measurements that were complete before. */
  readonly finishedBefore: { readonly rd: number; readonly timing: number };
  /** The folder of results. */
  readonly out: string;
  /** The files that hold the records of its codecs on this data set, also those measured before. */
  readonly files: readonly string[];
}

/**
 * Measures codecs on a data set and appends the records to a folder of results, as `pareto sweep`
 * does. What is measured already is not measured again. Several sweeps may run at once, also into one
 * folder: what one has done the others pass over, and times are measured one sweep after the other. No process is left when it settles.
 *
 *     const { rd, files } = await sweep({ codecs: 'jxl', dataset: './photos', out: './results' });
 *
 * Resolves also where jobs failed: they are counted, each is told to `onWarning`, and `gaveUp` says
 * that there were more than `maxFailures`. With `stop` it ends after the running jobs and resolves,
 * `interrupted`; with `signal` it ends at once and rejects with the signal's reason. Either way all
 * that was measured is on disk, and the same call goes on from there.
 * @throws UsageError for what makes no sense, before any work
 * @throws WorkError for files that are not to be had, and where the folder takes no more records
 */
export async function sweep(request: SweepRequest = {} as SweepRequest): Promise<SweepResult> {
  const { signal, stop, executor, onProgress, onWarning, queue, ...options } = request;
  signal?.throwIfAborted();
  const share = queue === undefined ? null : shareByQueue(options);
  const planned = await planSweep(share?.options ?? options, { signal, onProgress, onWarning });
  const plan = share?.shared(planned) ?? planned;
  const { dataset, images, configurations, rd, timing } = plan;
  onProgress?.({
    kind: 'plan',
    dataset,
    images: images.length,
    configurations: configurations.length,
    rd: rd && { jobs: rd.jobs.length, finished: rd.finished },
    timing: timing && {
      configurations: timing.configurations.length,
      finished: timing.finished,
    },
  });
  const run = { signal, stop, onProgress, onWarning };
  const summary =
    share === null
      ? await runSweep(plan, { ...run, executor })
      : await runByQueue(plan, { ...run, queue: queue!, testbeds: share.testbeds });
  return {
    ...summary,
    dataset,
    finishedBefore: finishedBefore(plan),
    out: plan.options.out,
    files: filesOf(plan),
  };
}

async function runByQueue(plan: SweepPlan, options: QueueRunOptions): Promise<SweepSummary> {
  const { runQueueSweep } = await import('./queue/run.js');
  return runQueueSweep(plan, options);
}

/** How many measurements were complete before the sweep began. */
export function finishedBefore({ rd, timing }: SweepPlan): SweepResult['finishedBefore'] {
  return { rd: rd?.finished ?? 0, timing: timing?.finished ?? 0 };
}

function filesOf({ options: { out }, dataset, configurations, rd, timing }: SweepPlan): string[] {
  const codecs = [...new Set(configurations.map(({ codec }) => codec))];
  return codecs
    .flatMap((codec) => [
      ...(rd ? [rdFile(out, dataset, codec)] : []),
      ...(timing ? [timingFile(out, timing.testbed.id, dataset, codec)] : []),
    ])
    .filter((file) => existsSync(file));
}
