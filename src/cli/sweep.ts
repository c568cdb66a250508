import { WorkError } from '../base/errors.js';
import { loadMetricFacts } from '../metrics/facts.js';
import { measures } from '../sweeps/defaults.js';
import type { SweepOptions } from '../sweeps/options.js';
import { planSweep } from '../sweeps/prepare.js';
import { runSweep } from '../sweeps/run.js';
import { finishedBefore } from '../sweeps/sweep.js';
import { listOf, numbersOf, ownMetricsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { sweepOptions } from './options/sweep.js';
import { print, printJson } from './output.js';
import { describePlan, planJson } from './plan-output.js';
import { openReporter, tellSweep } from './progress.js';
import { onInterrupt } from './signals.js';
import { describeSummary, sweepTables, tablesText } from './sweep-output.js';

type SweepArguments = ArgumentsOf<typeof sweepOptions>;

/** Measures codecs on a data set. */
export async function sweepCommand(args: SweepArguments): Promise<void> {
  const reporter = openReporter();
  const listener = { onProgress: tellSweep(reporter), onWarning: reporter.warn };
  try {
    const plan = await planSweep(optionsOf(args), listener);
    if (args['dry-run']) {
      if (args.json) printJson(planJson(plan));
      else print(describePlan(plan));
      return;
    }
    const { stop, halt } = onInterrupt(reporter.warn);
    const summary = await runSweep(plan, { ...listener, stop, signal: halt }).catch((error) => {
      if (!halt.aborted) throw error;
      return null;
    });
    reporter.done();
    if (summary === null || summary.interrupted) process.exitCode = 130;
    if (summary === null) return;
    const tables = sweepTables(plan, reporter.warn);
    if (args.json) {
      const { dataset } = plan;
      printJson({ dataset, finishedBefore: finishedBefore(plan), ...summary, ...tables });
    } else {
      const facts = [
        ...(await loadMetricFacts()).values(),
        ...plan.ownMetrics.map(({ metric }) => metric),
      ];
      print(`${tablesText(tables, facts)}\n\n${describeSummary(plan, summary)}`);
    }
    if (summary.gaveUp && !summary.interrupted) throw tooManyFailures(args['max-failures']);
  } finally {
    // The bar redraws itself by a timer, which would keep a failed sweep from ending.
    reporter.done();
  }
}

function tooManyFailures(share: number): WorkError {
  return new WorkError(`more than ${100 * share} % of the jobs failed; allow more`, {
    code: 'too-many-failures',
    data: { share },
  });
}

/** Names the options as the library does, which checks them. */
function optionsOf(args: SweepArguments): SweepOptions {
  const own = ownMetricsOf(args);
  return {
    codecs: args.codec,
    plugins: own.plugins,
    metricCommands: own.commands,
    dataset: args.dataset,
    measure: listOf('--measure', args.measure, measures),
    metrics: args.metrics,
    maps: args.maps,
    quality: args.quality === undefined ? undefined : numbersOf('--quality', args.quality),
    images: args.images?.split(',').map((name) => name.trim()),
    limit: args.limit,
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
    lenient: args.lenient,
  };
}
