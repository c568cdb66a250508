import { UsageError, WorkError } from '../base/errors.js';
import { groupBy } from '../base/group-by.js';
import { statsOf } from '../base/stats-of.js';
import { datasetsIn } from '../datasets/dataset-list.js';
import type { Estimate } from '../estimate/answer.js';
import { type EstimateSession, openEstimates } from '../estimate/estimate.js';
import type { EstimateOptions } from '../estimate/options.js';
import { estimateSpecs } from '../estimate/specs.js';
import { openWholeEstimates, wholeFileOf } from '../library/estimate-whole.js';
import { openImages } from '../sweeps/open-images.js';
import { numbersOf, pathsOf, positiveNumber, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import { tellError } from './hints.js';
import { readReadingOptions } from './one-picture.js';
import type { estimateOptions } from './options/estimate.js';
import { formatTable, print, printJson, tell } from './output.js';
import { openReporter } from './progress.js';

type Arguments = ArgumentsOf<typeof estimateOptions>;

/** An answer with the picture that it is of. */
type Answer = { readonly file: string } & Estimate;

/** Predicts sizes of pictures. */
export async function estimateCommand(args: Arguments): Promise<void> {
  if (args.calibrate) {
    const { calibrateCommand } = await import('./calibrate.js');
    return calibrateCommand(args);
  }
  if (args.compare) {
    const { estimateAccuracyCommand } = await import('./estimate-accuracy.js');
    return estimateAccuracyCommand(args);
  }
  const options = readOptions(args);
  const quality = args.quality === undefined ? undefined : numbersOf('--quality', args.quality);
  // Its process starts while codecs and pictures are looked up.
  const session = await openEstimates(options);
  const asked = async () => {
    const specs = await estimateSpecs(args.codec, { quality, plugins: options.plugins });
    return estimateAll(await filesOf(args), specs, { session, options });
  };
  const { estimates, failures } = await asked().finally(() => session.close());
  if (args.json) printJson({ estimates });
  else if (estimates.length > 0) print(estimateTable(estimates));
  // Each once: what is wrong with a picture is so for every codec.
  for (const told of new Set(failures.map(tellError))) tell(`pareto: ${told}`);
  if (failures.length > 0) process.exitCode = 1;
}

function readOptions(args: Arguments) {
  // The limit of time is of the whole answer; there is none of decoding by itself.
  const {
    timeLimitSeconds: _,
    onWarning: __,
    ...reading
  } = readReadingOptions({
    ...args,
    'time-limit': undefined,
  });
  return {
    ...reading,
    ...{ estimator: args.estimator, calibration: args.calibration },
    plugins: pathsOf(args.plugin ?? ''),
    timeBudgetSeconds: seconds('--time-budget', args['time-budget']),
    timeLimitSeconds: positiveNumber('--time-limit', args['time-limit']),
    seed: wholeNumber('--seed', args.seed, 0, 2 ** 32 - 1),
    sampleWidth: wholeNumber('--sample-width', args['sample-width'], 16),
  };
}

/** All answers in order; a picture that fails keeps none of the others from theirs. */
async function estimateAll(
  files: readonly string[],
  specs: readonly string[],
  { session, options }: { readonly session: EstimateSession; readonly options: EstimateOptions },
): Promise<{ estimates: Answer[]; failures: WorkError[] }> {
  const estimates: Answer[] = [];
  const failures: WorkError[] = [];
  const reporter = files.length > 1 ? openReporter() : null;
  const { timeLimitSeconds, maxPixels, maxMemoryBytes } = options;
  const wholes = openWholeEstimates({ timeLimitSeconds, maxPixels, maxMemoryBytes });
  const keep = async (file: string, answer: () => Promise<Estimate>): Promise<void> => {
    try {
      estimates.push({ file, ...(await answer()) });
    } catch (error) {
      if (!(error instanceof WorkError) || error.code === 'broken-file') throw error;
      failures.push(error);
    }
  };
  try {
    for (const [n, file] of files.entries()) {
      const whole = await wholeFileOf(file);
      if (whole !== null) await keep(file, () => wholes.estimate(file, whole));
      // Vector graphics have no samples that a codec could code.
      for (const spec of whole?.kind === 'vector graphics' ? [] : specs) {
        await keep(file, () => session.estimate(file, spec));
      }
      reporter?.progress('estimate', n + 1, files.length, failures.length);
    }
  } finally {
    reporter?.done();
    await wholes.close();
  }
  return { estimates, failures };
}

async function filesOf({ pictures = [], dataset, limit }: Arguments): Promise<string[]> {
  const files: string[] = [];
  const options = limit === undefined ? {} : { limit: wholeNumber('--limit', limit, 1) };
  const addAll = async (name: string): Promise<void> => {
    files.push(...(await openImages(name, options)).images.map(({ path }) => path));
  };
  for (const picture of pictures) {
    const isFolder = statsOf(picture)?.isDirectory() ?? false;
    if (isFolder) await addAll(picture);
    else files.push(picture);
  }
  if (dataset !== undefined) for (const id of await datasetsIn(dataset)) await addAll(id);
  if (files.length > 0) return files;
  throw new UsageError('expected pictures, or a data set; as in: pareto estimate photo.jpg');
}

function seconds(option: string, value: number): number {
  if (value >= 0) return value;
  throw new UsageError(`${option} takes a number from 0, got ${value}`);
}

/** One line an answer; why it is so stands below. */
function estimateTable(estimates: readonly Answer[]): string {
  const several = new Set(estimates.map(({ file }) => file)).size > 1;
  const header = ['codec', 'bytes', 'low', 'high', 'confidence', 'estimator', 'ms'];
  const lines = estimates.map(({ file, spec, predictedBytes, interval, ...rest }) => [
    ...(several ? [file] : []),
    spec,
    `${predictedBytes}`,
    `${interval.low}`,
    `${interval.high}`,
    rest.confidence,
    rest.estimator,
    `${rest.milliseconds}`,
  ]);
  const table = formatTable([...(several ? ['picture'] : []), ...header], lines);
  return [table, ...reasonsOf(estimates, several)].join('\n');
}

/** Why answers are as they are: each reason once, with what it is of where that is not all. */
function reasonsOf(estimates: readonly Answer[], several: boolean): string[] {
  return [...groupBy(estimates, ({ reason }) => reason)].flatMap(([reason, answers]) => {
    if (reason === null) return [];
    if (answers.length === estimates.length) return [reason];
    const { file, spec } = answers[0]!;
    const more = answers.length === 1 ? '' : ` and ${answers.length - 1} more`;
    return [`${several ? `${file} ${spec}` : spec}${more}: ${reason}`];
  });
}
