import { cacheFolder } from '../../base/cache.js';
import { digestFile } from '../../base/digest.js';
import { unknownName } from '../../base/errors.js';
import { collectLocks } from '../../base/lock.js';
import { readCalibration, shippedCalibration } from '../../estimate/calibration/read.js';
import { estimateDefaults } from '../../estimate/defaults.js';
import { estimators as registry } from '../../estimate/registry.js';
import { packsJpegs } from '../../estimate/specs.js';
import { checkNotBaseline } from '../../results/baseline.js';
import { captureTestbed } from '../../results/capture-testbed.js';
import { estimateFile } from '../../results/layout.js';
import { readOutlines } from '../../results/outlines.js';
import { readProvenance } from '../../results/provenance.js';
import type { EstimateRecord } from '../../results/record.js';
import { checkTestbed, saveTestbed } from '../../results/stored-testbeds.js';
import type { Testbed } from '../../results/testbed.js';
import { checkWritable } from '../../results/writable.js';
import { openGuard } from '../../runtimes/processes/guard.js';
import { memoryBudget } from '../../runtimes/processes/memory-budget.js';
import type { SweepListener } from '../events.js';
import type { SweepOptions } from '../options.js';
import type { SweepPlan } from '../prepare.js';
import { type RunOptions, runSweep, type SweepSummary } from '../run.js';
import { planSweeps } from '../several.js';
import { type EstimatePlan, planEstimates } from './plan.js';
import { type EstimateSummary, runEstimates } from './run.js';
import type { EstimateConditions } from './task.js';

/** What a sweep over estimates is told. */
export interface EstimateSweepOptions
  extends Partial<EstimateConditions>,
    Pick<
      SweepOptions,
      | ('codecs' | 'plugins' | 'limit' | 'shard' | 'jobs' | 'out' | 'testbed' | 'force')
      | ('maxFailures' | 'maxPixels' | 'maxPixelsPerByte' | 'maxMemoryBytes' | 'lenient')
    > {
  /** Ids, and `auto`; all if not given. */
  readonly estimators?: readonly string[] | undefined;
  /** Path of the calibration file; the one that comes with the program if not given. */
  readonly calibration?: string | undefined;
}

/** A sweep over estimates with everything looked up, and nothing measured yet. */
export interface EstimateSweepPlan {
  /** Actual sizes that are not measured yet, as a sweep of rate and distortion. */
  readonly sizes: SweepPlan;
  readonly estimates: EstimatePlan;
  readonly estimators: readonly string[];
  readonly conditions: EstimateConditions;
  readonly calibration: EstimateRecord['calibration'] & { readonly file: string };
  readonly testbed: Testbed;
}

/** In every sweep, and no codec whose sizes anybody has to estimate. */
const baseline = 'raw';

/** A metric that takes little: only the sizes are of interest. */
const cheapMetric = 'psnr';

/** All that can be asked for. */
export const estimatorChoices: readonly string[] = ['auto', ...registry.names];

/**
 * Plans estimates of every image of data sets by every estimator, and the actual sizes that they are to be
 * compared with and that are not stored yet.
 * @throws UsageError, and what `planSweep` and `readCalibration` throw
 */
export async function planEstimateSweeps(
  datasets: readonly string[],
  options: EstimateSweepOptions,
  listener: SweepListener & { readonly signal?: AbortSignal | undefined } = {},
): Promise<EstimateSweepPlan[]> {
  const { estimators = estimatorChoices, calibration: file = shippedCalibration } = options;
  for (const id of estimators) {
    if (!estimatorChoices.includes(id)) throw unknownName('estimator', id, estimatorChoices);
  }
  const { seed, sampleWidth, timeBudgetSeconds, timeLimitSeconds } = estimateDefaults;
  const conditions: EstimateConditions = {
    seed: options.seed ?? seed,
    sampleWidth: options.sampleWidth ?? sampleWidth,
    timeBudgetSeconds: options.timeBudgetSeconds ?? timeBudgetSeconds,
    timeLimitSeconds: options.timeLimitSeconds ?? timeLimitSeconds,
  };
  const { date } = await readCalibration(file);
  const { sha256 } = await digestFile(file);
  const { codecs, plugins, limit, shard, jobs, out, testbed, maxFailures } = options;
  const { maxPixels, maxPixelsPerByte, maxMemoryBytes, lenient, force = false } = options;
  const plans = await planSweeps(
    datasets,
    {
      ...{ codecs, plugins, limit, shard, jobs, out, testbed, maxFailures },
      ...{ maxPixels, maxPixelsPerByte, maxMemoryBytes, lenient },
      ...{ measure: ['rd'], metrics: cheapMetric },
    },
    listener,
  );
  return plans.map((plan) => {
    const { dataset, images } = plan;
    const results = plan.options.out;
    const wanted = plan.configurations.filter(({ codec }) => codec !== baseline);
    const jpegs = wanted.find(({ input }) => input === 'jpeg');
    if (jpegs !== undefined) throw packsJpegs(jpegs.codec);
    const warn = listener.onWarning ?? (() => {});
    const machine = captureTestbed(
      wanted.map(({ engine }) => engine),
      testbed,
    );
    checkTestbed(results, machine);
    // A stored size is what is wanted, whichever metrics it lacks.
    const lacking = plan.rd!.jobs.filter(({ stored }) => !stored);
    const outlines = new Map(
      [...new Set(wanted.map(({ codec }) => codec))].map((codec) => [
        codec,
        readOutlines(estimateFile(results, dataset, codec), warn),
      ]),
    );
    return {
      sizes: {
        ...plan,
        rd: {
          ...plan.rd!,
          jobs: lacking,
          finished: plan.rd!.finished + plan.rd!.jobs.length - lacking.length,
        },
      },
      estimates: planEstimates({
        ...{ configurations: wanted, images, estimators, conditions, force },
        calibrationSha256: sha256,
        stored: (codec) => outlines.get(codec)!,
      }),
      ...{ estimators, conditions, testbed: machine },
      calibration: { sha256, date, file },
    };
  });
}

/** How a sweep over estimates went. */
export interface EstimateSweepSummary {
  readonly sizes: SweepSummary;
  /** Null where nothing was left to estimate, or the sizes were not all measured. */
  readonly estimates: EstimateSummary | null;
  readonly interrupted: boolean;
  readonly gaveUp: boolean;
}

/**
 * Runs a plan: first the actual sizes that are lacking, on all cores, then the estimates, one after the
 * other. What is measured is on disk when it settles, however it does.
 * @throws what `runSweep` throws, and the reason of `signal`
 */
export async function runEstimateSweep(
  plan: EstimateSweepPlan,
  options: RunOptions = {},
): Promise<EstimateSweepSummary> {
  const { sizes: sweep, estimates: planned, testbed, calibration } = plan;
  const never = new AbortController().signal;
  const { signal = never, stop: wind = never, onProgress, onWarning: warn = () => {} } = options;
  const stop = AbortSignal.any([wind, signal]);
  const { dataset, options: told } = sweep;
  const { out: results, maxPixels, maxPixelsPerByte, lenient, maxFailures } = told;
  const sizes = await runSweep(sweep, options);
  const total = planned.jobs.length;
  let estimates: EstimateSummary | null = null;
  if (total > 0 && !sizes.interrupted && !sizes.gaveUp) {
    checkNotBaseline(results);
    checkWritable(results);
    collectLocks(results);
    collectLocks(cacheFolder(), { below: false });
    await saveTestbed(results, testbed);
    const guard = openGuard();
    try {
      estimates = await runEstimates({
        ...{ results, dataset, stop, signal, warn, maxFailures },
        ...{ conditions: plan.conditions, testbed: testbed.id },
        calibration: { sha256: calibration.sha256, date: calibration.date },
        calibrationFile: calibration.file,
        ...{ jobs: planned.jobs, planned: total + planned.finished },
        reading: { maxPixels, maxPixelsPerByte, lenient },
        jobLimitSeconds: told.timeLimitSeconds,
        memoryBytes: told.maxMemoryBytes ?? memoryBudget(),
        provenance: readProvenance(),
        onJob: (job) => onProgress?.({ kind: 'estimate', total, ...job }),
      });
    } finally {
      guard.close();
    }
  }
  signal.throwIfAborted();
  return {
    ...{ sizes, estimates, interrupted: stop.aborted },
    gaveUp: sizes.gaveUp || (estimates?.gaveUp ?? false),
  };
}
