import { UsageError, WorkError } from '../base/errors.js';
import { datasetsIn } from '../datasets/dataset-list.js';
import { estimateSpecs } from '../estimate/specs.js';
import { csvRows } from '../formats/csv.js';
import { usualQualities } from '../library/calibrate-estimates.js';
import { comparedRows } from '../library/compare-estimates.js';
import { pageCommand } from '../page/model/commands.js';
import { sweepDefaults } from '../sweeps/defaults.js';
import {
  type EstimateSweepOptions,
  type EstimateSweepPlan,
  type EstimateSweepSummary,
  estimatorChoices,
  planEstimateSweeps,
  runEstimateSweep,
} from '../sweeps/estimates/sweep.js';
import { listOf, memoryOf, numbersOf, pathsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import {
  accuracyTable,
  type EstimateTable,
  estimateCells,
  estimateHeads,
  estimateSplits,
} from './estimate-tables.js';
import type { estimateOptions } from './options/estimate.js';
import { print, printJson } from './output.js';
import { openReporter, tellSweep } from './progress.js';
import { type Ran, runPlans } from './run-plans.js';

type Arguments = ArgumentsOf<typeof estimateOptions>;

/** Compares estimates with actual sizes on data sets, and keeps both as records. */
export async function estimateAccuracyCommand(args: Arguments): Promise<void> {
  const { json, csv } = args;
  if (json && csv) throw new UsageError('--json and --csv exclude each other; leave one out');
  const table = args.table as EstimateTable;
  const datasets = [
    ...(args.pictures ?? []),
    ...(args.dataset === undefined ? [] : await datasetsIn(args.dataset)),
  ];
  if (datasets.length === 0) {
    throw new UsageError('expected data sets to compare on: --dataset kodak,./my-photos');
  }
  const reporter = openReporter();
  const listener = { onProgress: tellSweep(reporter), onWarning: reporter.warn };
  try {
    const plans = await planEstimateSweeps(datasets, await optionsOf(args), listener);
    if (args['dry-run']) {
      if (json) printJson(plans.map(planJson));
      else print(plans.map(describePlan).join('\n'));
      return;
    }
    const ran = await runPlans(
      plans,
      (plan, ending) => runEstimateSweep(plan, { ...listener, ...ending }),
      reporter,
    );
    if (ran.length === 0) return;
    const rows = comparedRows(plans, estimateSplits[table], reporter.warn);
    if (json) printJson({ datasets: ran.map(ranJson), rows });
    else if (csv) process.stdout.write(csvRows([estimateHeads, ...rows.map(estimateCells)]));
    else {
      const next = pageCommand({ results: plans[0]!.sizes.options.out });
      const told = [...ran.map(describeRan), `next: ${next}`].join('\n');
      print(`${accuracyTable(rows, table)}\n\n${told}`);
    }
    const { summary: last } = ran.at(-1)!;
    if (last.gaveUp && !last.interrupted) {
      const share = sweepDefaults.maxFailures;
      throw new WorkError(`more than ${100 * share} % of the jobs failed`, {
        code: 'too-many-failures',
        data: { share },
      });
    }
  } finally {
    reporter.done();
  }
}

type RanEstimates = Ran<EstimateSweepPlan, EstimateSweepSummary>;

async function optionsOf(args: Arguments): Promise<EstimateSweepOptions> {
  const plugins = pathsOf(args.plugin ?? '');
  const quality =
    args.quality === undefined ? usualQualities : numbersOf('--quality', args.quality);
  return {
    codecs: await estimateSpecs(args.codec, { quality, plugins }),
    plugins,
    estimators:
      args.estimator === undefined
        ? undefined
        : listOf('--estimator', args.estimator, estimatorChoices),
    calibration: args.calibration,
    ...{ seed: args.seed, sampleWidth: args['sample-width'] },
    timeBudgetSeconds: args['time-budget'],
    timeLimitSeconds: args['time-limit'],
    ...{ limit: args.limit, shard: args.shard, jobs: args.jobs, out: args.out, force: args.force },
    maxPixels: args['max-pixels'],
    maxPixelsPerByte: args['max-pixels-per-byte'],
    maxMemoryBytes: memoryOf('--max-memory', args['max-memory']),
    lenient: args.lenient,
  };
}

/** The plan as JSON: every job that would run, in its order. */
function planJson({ sizes, estimates, estimators }: EstimateSweepPlan) {
  return {
    dataset: sizes.dataset,
    images: sizes.images.map(({ name, sha256 }) => ({ name, sha256 })),
    estimators,
    sizes: sizes.rd!.jobs.map(({ key, configuration, image }) => ({
      ...{ key, spec: configuration.spec, image: image.name },
    })),
    estimates: {
      ...{ finished: estimates.finished, retried: estimates.retried },
      jobs: estimates.jobs.map(({ key, configuration, image, estimator }) => ({
        ...{ key, spec: configuration.spec, image: image.name, estimator },
      })),
    },
  };
}

function describePlan({ sizes, estimates, estimators }: EstimateSweepPlan): string {
  const { dataset, images, rd } = sizes;
  const { jobs, retried, finished } = estimates;
  return [
    `${dataset}: ${images.length} images, estimators ${estimators.join(', ')}`,
    `sizes to measure: ${rd!.jobs.length}; ${rd!.finished} are stored`,
    `estimates to make: ${jobs.length}, of which ${retried} failed before; ${finished} are stored`,
  ].join('\n');
}

function ranJson({ plan, summary }: RanEstimates) {
  const { sizes, estimates, interrupted, gaveUp } = summary;
  return {
    ...{ dataset: plan.sizes.dataset, interrupted, gaveUp },
    sizes: sizes.rd,
    estimates,
    finishedBefore: { sizes: plan.sizes.rd!.finished, estimates: plan.estimates.finished },
  };
}

function describeRan({ plan, summary: { sizes, estimates } }: RanEstimates): string {
  const { measured = 0, failed = 0 } = estimates ?? {};
  const { dataset } = plan.sizes;
  return `${dataset}: ${measured} estimates made, ${plan.estimates.finished} before, ${failed} failed; ${sizes.rd?.measured ?? 0} sizes measured, ${plan.sizes.rd!.finished} before`;
}
