import { WorkError } from '../base/errors.js';
import { datasetsIn } from '../datasets/dataset-list.js';
import { loadMetricFacts } from '../metrics/facts.js';
import { measures } from '../sweeps/defaults.js';
import type { SweepListener } from '../sweeps/events.js';
import { type Forecast, forecastSweep } from '../sweeps/forecast.js';
import type { SweepOptions } from '../sweeps/options.js';
import type { SweepPlan } from '../sweeps/prepare.js';
import { shareByQueue } from '../sweeps/queue/share.js';
import { type RunOptions, runSweep, type SweepSummary } from '../sweeps/run.js';
import { planSweeps } from '../sweeps/several.js';
import { finishedBefore } from '../sweeps/sweep.js';
import { listOf, memoryOf, numbersOf, ownMetricsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import { forecastText } from './forecast-text.js';
import type { sweepOptions } from './options/sweep.js';
import { print, printJson } from './output.js';
import { describePlan, planJson } from './plan-output.js';
import { openReporter, tellSweep } from './progress.js';
import { type Ran, runPlans } from './run-plans.js';
import {
  describeSummary,
  foundText,
  readSweep,
  type SweepRecords,
  sweepTables,
} from './sweep-output.js';

type SweepArguments = ArgumentsOf<typeof sweepOptions>;

/** Measures codecs on a data set. */
export async function sweepCommand(args: SweepArguments): Promise<void> {
  const reporter = openReporter();
  const listener = { onProgress: tellSweep(reporter), onWarning: reporter.warn };
  try {
    const plans = await plansOf(args, listener);
    if (args['dry-run']) {
      const planned: { plan: SweepPlan; forecast: Forecast }[] = [];
      for (const plan of plans) planned.push({ plan, forecast: await forecastSweep(plan) });
      const json = planned.map(({ plan, forecast }) => ({ ...planJson(plan), forecast }));
      if (args.json) printEach(json, plans.length > 1);
      else {
        const texts = planned.map(
          ({ plan, forecast }) => `${describePlan(plan)}\n${forecastText(forecast)}`,
        );
        print(texts.join('\n\n'));
      }
      return;
    }
    const ran = await runPlans(
      plans,
      (plan, ending) => runOne(args, plan, { ...listener, ...ending }),
      reporter,
    );
    const told = ran.map((each) => ({ ...each, records: readSweep(each.plan, reporter.warn) }));
    if (ran.length === 0) return;
    if (args.json) printEach(told.map(summaryJson), plans.length > 1);
    else {
      const options = { named: plans.length > 1, all: args.table === 'all' };
      const texts = await Promise.all(told.map((each) => summaryText(each, options)));
      print(texts.join('\n\n'));
    }
    const { summary: last } = ran.at(-1) ?? {};
    if (last?.gaveUp && !last.interrupted) throw tooManyFailures(args['max-failures']);
  } finally {
    // The bar redraws itself by a timer, which would keep a failed sweep from ending.
    reporter.done();
  }
}

async function plansOf(args: SweepArguments, listener: SweepListener): Promise<SweepPlan[]> {
  const datasets = await datasetsIn(args.dataset);
  const options = optionsOf(args);
  if (args.queue === undefined) return planSweeps(datasets, options, listener);
  const share = shareByQueue(options);
  return (await planSweeps(datasets, share.options, listener)).map(share.shared);
}

async function runOne(
  args: SweepArguments,
  plan: SweepPlan,
  options: RunOptions,
): Promise<SweepSummary> {
  if (args.queue === undefined) return runSweep(plan, options);
  const { runQueueSweep } = await import('../sweeps/queue/run.js');
  const { testbeds } = shareByQueue(optionsOf(args));
  return runQueueSweep(plan, { ...options, queue: args.queue, testbeds });
}

type Told = Ran<SweepPlan, SweepSummary> & { readonly records: SweepRecords };

/** Of one data set the value itself, of several a list. */
function printEach(values: readonly unknown[], several: boolean): void {
  printJson(several ? values : values[0]);
}

function summaryJson({ plan, summary, records }: Told) {
  const tables = sweepTables(records);
  return { dataset: plan.dataset, finishedBefore: finishedBefore(plan), ...summary, ...tables };
}

async function summaryText(
  { plan, summary, records }: Told,
  { named, all }: { readonly named: boolean; readonly all: boolean },
): Promise<string> {
  const facts = [
    ...(await loadMetricFacts()).values(),
    ...plan.ownMetrics.map(({ metric }) => metric),
  ];
  const title = named ? `${plan.dataset}\n\n` : '';
  return `${title}${foundText(plan, records, facts, all)}\n\n${describeSummary(plan, summary)}`;
}

function tooManyFailures(share: number): WorkError {
  return new WorkError(`more than ${100 * share} % of the jobs failed; allow more`, {
    code: 'too-many-failures',
    data: { share },
  });
}

/** Names the options as the library does, which checks them. */
function optionsOf(args: SweepArguments): Omit<SweepOptions, 'dataset'> {
  const own = ownMetricsOf(args);
  return {
    codecs: args.codec,
    plugins: own.plugins,
    metricCommands: own.commands,
    measure: listOf('--measure', args.measure, measures),
    metrics: args.metrics,
    maps: args.maps,
    quality: args.quality === undefined ? undefined : numbersOf('--quality', args.quality),
    images: args.images?.split(',').map((name) => name.trim()),
    limit: args.limit,
    shard: args.shard,
    crop: args.crop,
    jobs: args.jobs,
    threads: args.threads,
    passes: args.passes,
    seed: args.seed,
    out: args.out,
    testbed: args.testbed,
    rescore: args.rescore,
    force: args.force,
    timeLimitSeconds: args['time-limit'],
    maxFailures: args['max-failures'],
    maxPixels: args['max-pixels'],
    maxPixelsPerByte: args['max-pixels-per-byte'],
    maxMemoryBytes: memoryOf('--max-memory', args['max-memory']),
    lenient: args.lenient,
  };
}
