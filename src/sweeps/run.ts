import { cacheFolder } from '../base/cache.js';
import { collectLocks } from '../base/lock.js';
import type { Metric } from '../metrics/metric.js';
import { checkNotBaseline } from '../results/baseline.js';
import { bitstreamLimit, pruneBitstreams, tidyBitstreams } from '../results/bitstreams.js';
import { captureTestbed } from '../results/capture-testbed.js';
import { timingFile } from '../results/layout.js';
import { outlinesIn } from '../results/outlines.js';
import { readProvenance } from '../results/provenance.js';
import { saveContents } from '../results/stored-contents.js';
import { saveMetricFacts } from '../results/stored-metrics.js';
import { saveTestbed } from '../results/stored-testbeds.js';
import type { Calibration, Noise } from '../results/testbed.js';
import { checkWritable } from '../results/writable.js';
import { openGuard } from '../runtimes/processes/guard.js';
import { memoryBudget } from '../runtimes/processes/memory-budget.js';
import type { SweepListener } from './events.js';
import type { SweepPlan } from './prepare.js';
import type { RdExecutor } from './rd/executor.js';
import { openLocalExecutor } from './rd/local-executor.js';
import { type RdSummary, runRdSweep } from './rd/run.js';
import { runTiming } from './timing/run.js';

/** How a sweep went. */
export interface SweepSummary {
  /** Null where nothing was left to measure, or it was not asked for. */
  readonly rd: RdSummary | null;
  readonly timing: {
    readonly measured: number;
    readonly failed: number;
    readonly noise: Noise | null;
    readonly calibration: Calibration | null;
  } | null;
  /** It was told to stop before all was done. */
  readonly interrupted: boolean;
  /** It ended early because too many jobs failed, in one measurement or the other. */
  readonly gaveUp: boolean;
}

/** How a sweep is run, and ended. */
export interface RunOptions extends SweepListener {
  /** Ends the sweep at once, with the running jobs; what they were measuring is measured next time. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the sweep when the running jobs are done. */
  readonly stop?: AbortSignal | undefined;
  /** Who runs the rate-distortion jobs; stays open. By default `jobs` processes of this machine. */
  readonly executor?: RdExecutor | undefined;
}

const never = new AbortController().signal;

/**
 * Runs a plan: rate-distortion first, on all cores, then timing, alone. What is measured is on disk
 * when it settles, however it does.
 * @throws UsageError where the results folder takes no files or is the baseline, WorkError where it fails to later on
 * @throws the reason of `signal`
 */
export async function runSweep(plan: SweepPlan, options: RunOptions = {}): Promise<SweepSummary> {
  // One for all of it: processes come and go while memory is measured.
  const guard = openGuard();
  try {
    return await measurePlan(plan, options);
  } finally {
    guard.close();
  }
}

async function measurePlan(
  plan: SweepPlan,
  {
    signal = never,
    stop: wind = never,
    executor,
    onProgress,
    onWarning: warn = () => {},
  }: RunOptions,
): Promise<SweepSummary> {
  signal.throwIfAborted();
  const { options, dataset, images } = plan;
  const { out: results, maxPixels, maxPixelsPerByte, lenient } = options;
  const { timeLimitSeconds, maxFailures, maxMemoryBytes: memoryBytes = memoryBudget() } = options;
  const stop = AbortSignal.any([wind, signal]);
  checkNotBaseline(results);
  checkWritable(results);
  // What programs left behind that were killed.
  collectLocks(results);
  collectLocks(cacheFolder(), { below: false });
  tidyBitstreams();
  await saveContents(results, dataset, images, warn);
  const cacheLimit = bitstreamLimit();
  const provenance = readProvenance();
  const common = { results, dataset, maxPixels, maxPixelsPerByte, lenient, provenance, stop, warn };

  let rd: RdSummary | null = null;
  if (plan.rd && plan.rd.jobs.length > 0) {
    const total = plan.rd.jobs.length;
    for (const metric of wantedOwn(plan)) saveMetricFacts(results, metric, metric.map);
    const workers = Math.min(options.jobs, total);
    const runner = executor ?? openLocalExecutor({ workers, timeLimitSeconds, memoryBytes });
    try {
      rd = await runRdSweep({
        ...common,
        executor: runner,
        crop: plan.rd.crop,
        maps: options.maps,
        machine: captureTestbed([], options.testbed).id,
        ownMetrics: new Map(plan.ownMetrics.map(({ metric, source }) => [metric.id, source])),
        jobs: plan.rd.jobs,
        planned: total + plan.rd.finished,
        maxFailures,
        shared: sharedWith(plan),
        signal,
        onJob: (job) => onProgress?.({ kind: 'job', total, ...job }),
      });
    } finally {
      if (executor === undefined) await runner.close();
    }
    await pruneBitstreams(cacheLimit);
  }

  let timing: SweepSummary['timing'] = null;
  if (plan.timing && plan.timing.configurations.length > 0 && !stop.aborted && !rd?.gaveUp) {
    const { testbed, configurations, crop, stillLacking } = plan.timing;
    const { threads, passes, seed } = options;
    await saveTestbed(results, testbed);
    const { records, noise, calibration } = await runTiming({
      ...common,
      timeLimitSeconds,
      memoryBytes,
      configurations,
      stillLacking: () =>
        stillLacking(outlinesIn((codec) => timingFile(results, testbed.id, dataset, codec), warn)),
      images,
      testbed,
      crop,
      threads,
      passes,
      seed,
      onProgress,
      keep: (found) => saveTestbed(results, { ...testbed, ...found }),
    });
    const failed = records.filter((record) => record.error !== null).length;
    timing = { measured: records.length, failed, noise, calibration };
  }
  signal.throwIfAborted();
  const timed = (timing?.measured ?? 0) + (plan.timing?.finished ?? 0);
  const timingFailed = timing !== null && timing.failed > maxFailures * timed;
  const gaveUp = (rd?.gaveUp ?? false) || timingFailed;
  return { rd, timing, interrupted: stop.aborted, gaveUp };
}

/** Those of the user's own metrics whose values come into the records. */
function wantedOwn({ metrics, ownMetrics }: SweepPlan): Metric[] {
  const own = new Set(ownMetrics.map(({ metric }) => metric.id));
  return metrics.filter(({ id }) => own.has(id));
}

/**
 * The versions that make a record of another sweep as good as one of this, or null where all is to be
 * made here: anew, or with maps, which lie in the cache of a machine.
 */
function sharedWith({ options, metrics }: SweepPlan): Readonly<Record<string, string>> | null {
  if (options.force || options.rescore || options.maps) return null;
  return Object.fromEntries(metrics.map(({ id, version }) => [id, version]));
}
