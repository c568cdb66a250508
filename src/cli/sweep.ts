import { UsageError, WorkError } from '../base/errors.js';
import { loadMetricFacts } from '../metrics/facts.js';
import { checkNotBaseline } from '../results/baseline.js';
import { planSweep, type SweepOptions, type SweepPlan } from '../sweeps/prepare.js';
import { runSweep, type SweepSummary } from '../sweeps/sweep.js';
import { listOf, numbersOf, pathsOf, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import { measures, type sweepOptions } from './options/sweep.js';
import { print, printJson } from './output.js';
import { describePlan, planJson } from './plan-output.js';
import { openReporter } from './progress.js';
import { onInterrupt } from './signals.js';
import { describeSummary, sweepTables, tablesText } from './sweep-output.js';

/** Measure codecs on a data set. */
export async function sweepCommand(args: ArgumentsOf<typeof sweepOptions>): Promise<void> {
  if (!args['dry-run']) checkNotBaseline(args.out);
  const reporter = openReporter();
  let plan: SweepPlan;
  let summary: SweepSummary;
  try {
    plan = await planSweep(optionsOf(args), reporter);
    if (args['dry-run']) {
      if (args.json) printJson(planJson(plan));
      else print(describePlan(plan));
      return;
    }
    summary = await runSweep(plan, reporter, onInterrupt(reporter.warn));
  } finally {
    // The bar redraws itself by a timer, which would keep a failed sweep from ending.
    reporter.done();
  }
  const tables = sweepTables(plan, reporter.warn);
  if (args.json)
    printJson({ dataset: plan.dataset, finishedBefore: finishedOf(plan), ...summary, ...tables });
  else {
    const facts = [...(await loadMetricFacts()).values()];
    print(`${tablesText(tables, facts)}\n\n${describeSummary(plan, summary)}`);
  }
  if (summary.interrupted) process.exitCode = 130;
  else if (summary.gaveUp) {
    throw new WorkError(
      `more than ${100 * args['max-failures']} % of the jobs failed; allow more with --max-failures`,
    );
  }
}

/** How many measurements were complete before the sweep began. */
function finishedOf({ rd, timing }: SweepPlan) {
  return { rd: rd?.finished ?? 0, timing: timing?.finished ?? 0 };
}

type SweepArguments = ArgumentsOf<typeof sweepOptions>;

/** Checks what yargs does not, and names it as the sweep does. */
function optionsOf(args: SweepArguments): SweepOptions {
  const share = args['max-failures'];
  if (!(share >= 0 && share <= 1)) {
    throw new UsageError(`--max-failures is a share from 0 to 1, got ${share}`);
  }
  return {
    codec: args.codec,
    ...(args.plugin !== undefined && { plugins: pathsOf(args.plugin) }),
    dataset: args.dataset,
    measure: listOf('--measure', args.measure, measures),
    metrics: args.metrics,
    maps: args.maps,
    grid: args.quality === undefined ? undefined : numbersOf('--quality', args.quality),
    images: args.images?.split(',').map((name) => name.trim()),
    limit: args.limit === undefined ? undefined : wholeNumber('--limit', args.limit, 1),
    crop: args.crop,
    workers: wholeNumber('--jobs', args.jobs, 1),
    threads: wholeNumber('--threads', args.threads, 1),
    passes: wholeNumber('--passes', args.passes, 1),
    seed: wholeNumber('--seed', args.seed, 0, 2 ** 31),
    results: args.out,
    testbed: args.testbed,
    rescore: args.rescore,
    force: args.force,
    timeLimitSeconds: wholeNumber('--time-limit', args['time-limit'], 1, 2_000_000),
    maxFailures: share,
    maxPixels: wholeNumber('--max-pixels', args['max-pixels'], 1),
  };
}
