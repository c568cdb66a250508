import os from 'node:os';
import type { InferredOptionTypes } from 'yargs';
import { UsageError, WorkError } from '../base/errors.js';
import { codecNames } from '../codecs/table.js';
import { type Measure, planSweep, type SweepOptions, type SweepPlan } from '../sweeps/prepare.js';
import { runSweep, type SweepSummary } from '../sweeps/sweep.js';
import { listOf, numbersOf, pathsOf, wholeNumber } from './arguments.js';
import { createCommand } from './command.js';
import { maxPixelsOption, metricChoices } from './options.js';
import { print, printJson } from './output.js';
import { describePlan, planJson } from './plan-output.js';
import { openReporter } from './progress.js';
import { onInterrupt } from './signals.js';
import { describeSummary, sweepTables, tablesText } from './sweep-output.js';

const measures = ['rd', 'timing'] as const satisfies readonly Measure[];

const options = {
  codec: {
    type: 'string',
    demandOption: true,
    describe: `Codecs with settings: jpeg,avif:speed=0+10,quality=30. Of ${codecNames.join(', ')}, and cli:my-codec.json`,
  },
  plugin: {
    type: 'string',
    describe: 'Files of your own codecs: a plugin (.js) or a recipe (.json), comma separated',
  },
  dataset: {
    type: 'string',
    default: 'sample',
    describe: 'A data set, a folder of images, or an image',
  },
  metrics: {
    type: 'string',
    default: 'psnr,ssim',
    describe: metricChoices,
  },
  measure: {
    type: 'string',
    default: 'rd',
    describe: `What to measure: a list of ${measures.join(', ')}`,
  },
  quality: {
    type: 'string',
    describe: 'Values of the rate knob instead of each codec’s own grid: 30,60,90',
  },
  images: { type: 'string', describe: 'Only these images: names or globs, kodim0*' },
  limit: { type: 'number', describe: 'Only the first so many images' },
  crop: {
    type: 'string',
    describe: 'Centre crop WxH, or none  [none; for timing 512x512]',
  },
  jobs: {
    type: 'number',
    default: os.availableParallelism(),
    describe: 'Worker processes for rate-distortion',
  },
  threads: {
    type: 'number',
    default: 1,
    describe: 'Threads inside a codec while it is timed',
  },
  passes: {
    type: 'number',
    default: 5,
    describe: 'Timed passes, after one to warm up',
  },
  seed: { type: 'number', default: 1, describe: 'Seed of the order of the jobs' },
  testbed: { type: 'string', describe: 'Name of this machine  [from its processor]' },
  out: { type: 'string', default: 'results', describe: 'Folder of results' },
  maps: {
    type: 'boolean',
    default: false,
    describe: 'Keep error maps as PNG beside the bitstreams in the cache',
  },
  'dry-run': { type: 'boolean', default: false, describe: 'Print the plan and stop' },
  rescore: {
    type: 'boolean',
    default: false,
    describe: 'Compute the metrics anew, from the kept bitstreams',
  },
  force: { type: 'boolean', default: false, describe: 'Measure all anew' },
  'time-limit': {
    type: 'number',
    default: 1800,
    describe: 'Seconds that encode, decode and metrics of one image may take',
  },
  'max-failures': {
    type: 'number',
    default: 0.1,
    describe: 'Share of failed jobs above which the sweep ends',
  },
  'max-pixels': maxPixelsOption,
  json: { type: 'boolean', default: false, describe: 'Print JSON' },
} as const;

export const sweepCommand = createCommand(
  'sweep',
  'Measure codecs on a data set',
  options,
  async (args) => {
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
    else print(`${tablesText(tables)}\n\n${describeSummary(plan, summary)}`);
    if (summary.interrupted) process.exitCode = 130;
    else if (summary.gaveUp) {
      throw new WorkError(
        `more than ${100 * args['max-failures']} % of the jobs failed; allow more with --max-failures`,
      );
    }
  },
);

/** How many measurements were complete before the sweep began. */
function finishedOf({ rd, timing }: SweepPlan) {
  return { rd: rd?.finished ?? 0, timing: timing?.finished ?? 0 };
}

type SweepArguments = InferredOptionTypes<typeof options>;

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
