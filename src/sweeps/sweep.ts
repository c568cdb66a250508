import { bitstreamLimit, pruneBitstreams } from '../results/bitstreams.js';
import { readProvenance } from '../results/provenance.js';
import { type Calibration, type Noise, saveTestbed } from '../results/testbed.js';
import { checkWritable } from '../results/writable.js';
import type { Reporter, SweepPlan } from './prepare.js';
import { type RdSummary, runRdSweep } from './rd/run.js';
import { runTiming } from './timing/run.js';

/** How a sweep went. */
export interface SweepSummary {
  readonly rd: RdSummary | null;
  readonly timing: {
    readonly measured: number;
    readonly failed: number;
    readonly noise: Noise | null;
    readonly calibration: Calibration | null;
  } | null;
  readonly interrupted: boolean;
  /** Too many jobs failed, in one measurement or the other. */
  readonly gaveUp: boolean;
}

/**
 * Runs a plan: rate-distortion first, on all cores, then timing, alone.
 * @param signals `stop` ends the sweep when the running jobs are done, `halt` ends these as well
 * @throws UsageError where the results folder takes no files, WorkError where it fails to later on
 */
export async function runSweep(
  plan: SweepPlan,
  reporter: Reporter,
  { stop, halt }: { stop: AbortSignal; halt: AbortSignal },
): Promise<SweepSummary> {
  const { options, dataset, images } = plan;
  const { results, maxPixels, timeLimitSeconds, maxFailures } = options;
  const { warn } = reporter;
  checkWritable(results);
  const cacheLimit = bitstreamLimit();
  const provenance = readProvenance();
  const common = { results, dataset, maxPixels, timeLimitSeconds, provenance, stop, warn };

  let rd: RdSummary | null = null;
  if (plan.rd && plan.rd.jobs.length > 0) {
    rd = await runRdSweep({
      ...common,
      crop: plan.rd.crop,
      maps: options.maps,
      jobs: plan.rd.jobs,
      planned: plan.rd.jobs.length + plan.rd.finished,
      workers: options.workers,
      maxFailures,
      halt,
      onProgress: (done, total, failed) =>
        reporter.progress('rate-distortion', done, total, failed),
    });
    await pruneBitstreams(cacheLimit);
  }

  let timing: SweepSummary['timing'] = null;
  if (plan.timing && plan.timing.configurations.length > 0 && !stop.aborted && !rd?.gaveUp) {
    const { testbed, configurations, crop } = plan.timing;
    const { threads, passes, seed } = options;
    saveTestbed(results, testbed);
    const { records, noise, calibration } = await runTiming({
      ...common,
      configurations,
      images,
      testbed,
      crop,
      threads,
      passes,
      seed,
      onProgress: (phase, done, total) =>
        reporter.progress(phase === 'time' ? 'timing' : 'memory', done, total, 0),
    });
    saveTestbed(results, { ...testbed, noise, calibration });
    const failed = records.filter((record) => record.error !== null).length;
    timing = { measured: records.length, failed, noise, calibration };
  }
  const timed = (timing?.measured ?? 0) + (plan.timing?.finished ?? 0);
  const timingFailed = timing !== null && timing.failed > maxFailures * timed;
  const gaveUp = (rd?.gaveUp ?? false) || timingFailed;
  return { rd, timing, interrupted: stop.aborted, gaveUp };
}
