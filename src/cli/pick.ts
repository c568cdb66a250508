import { UsageError } from '../base/errors.js';
import { type PickRequest, pickWithReport } from '../pick/pick.js';
import { memoryOf, ownMetricsOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { pickOptions } from './options/pick.js';
import { print, printJson } from './output.js';
import { answerCsv, answerText } from './pick-output.js';
import { openReporter, tellSweep } from './progress.js';
import { onInterrupt } from './signals.js';

type PickArguments = ArgumentsOf<typeof pickOptions>;

/** Tells which codec, at which setting, to use for some pictures. */
export async function pickCommand(args: PickArguments): Promise<void> {
  if (args.csv && args.json) {
    throw new UsageError('--csv and --json exclude each other; leave one out');
  }
  const reporter = openReporter();
  const { stop, halt } = onInterrupt(reporter.warn, 'measured');
  try {
    const report = await pickWithReport({
      ...requestOf(args),
      ...{ stop, signal: halt, onWarning: reporter.warn, onProgress: tellSweep(reporter) },
    }).catch((error) => {
      if (!halt.aborted) throw error;
      return null;
    });
    reporter.done();
    if (report === null || report.interrupted) {
      reporter.warn(`stopped; the same command goes on from what is in ${args.out}`);
      process.exitCode = 130;
      return;
    }
    if (args.json) printJson(report.answer);
    else print(args.csv ? answerCsv(report) : answerText(report));
    if (report.answer.best === null) process.exitCode = 1;
  } finally {
    // The bar redraws itself by a timer, which would keep a failed command from ending.
    reporter.done();
  }
}

/** Names the options as the library does, which checks them. */
function requestOf(args: PickArguments): PickRequest {
  const own = ownMetricsOf(args);
  return {
    dataset: args.pictures,
    at: args.at,
    codecs: args.codec,
    plugins: own.plugins,
    metricCommands: own.commands,
    encodeSpeed: args['encode-speed'],
    decodeSpeed: args['decode-speed'],
    memory: args.memory,
    lossless: args.lossless,
    alpha: args.alpha,
    browsers: args.browsers,
    measure: args.measure,
    times: args.times,
    anchor: args.anchor,
    class: args.class,
    images: args.images?.split(',').map((name) => name.trim()),
    limit: args.limit,
    jobs: args.jobs,
    passes: args.passes,
    testbed: args.testbed,
    out: args.out,
    timeLimitSeconds: args['time-limit'],
    maxPixels: args['max-pixels'],
    maxPixelsPerByte: args['max-pixels-per-byte'],
    maxMemoryBytes: memoryOf('--max-memory', args['max-memory']),
    lenient: args.lenient,
  };
}
