import { UsageError } from '../base/errors.js';
import { openDataset } from '../datasets/dataset.js';
import type { Estimate } from '../estimate/answer.js';
import { openEstimates } from '../estimate/estimate.js';
import { estimateSpecs } from '../estimate/specs.js';
import { numbersOf, pathsOf, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { estimateOptions } from './options/estimate.js';
import { formatTable, print, printJson } from './output.js';

type Arguments = ArgumentsOf<typeof estimateOptions>;

/** An answer with the picture that it is of. */
type Answer = { readonly file: string } & Estimate;

/** Predicts sizes of pictures. */
export async function estimateCommand(args: Arguments): Promise<void> {
  if (args.calibrate) {
    const { calibrateCommand } = await import('./calibrate.js');
    return calibrateCommand(args);
  }
  const files = await filesOf(args);
  const plugins = pathsOf(args.plugin ?? '');
  const quality = args.quality === undefined ? undefined : numbersOf('--quality', args.quality);
  const specs = await estimateSpecs(args.codec, { quality, plugins });
  const session = await openEstimates({
    ...{ plugins, estimator: args.estimator, calibration: args.calibration, lenient: args.lenient },
    timeBudgetSeconds: seconds('--time-budget', args['time-budget']),
    timeLimitSeconds: seconds('--time-limit', args['time-limit']),
    seed: wholeNumber('--seed', args.seed, 0, 2 ** 32 - 1),
    sampleWidth: wholeNumber('--sample-width', args['sample-width'], 16),
    maxPixels: wholeNumber('--max-pixels', args['max-pixels'], 1),
  });
  const estimates: Answer[] = [];
  try {
    for (const file of files) {
      for (const spec of specs) {
        estimates.push({ file, ...(await session.estimate(file, spec)) });
      }
    }
  } finally {
    await session.close();
  }
  if (args.json) printJson({ estimates });
  else print(estimateTable(estimates));
}

async function filesOf({ pictures = [], dataset, limit }: Arguments): Promise<string[]> {
  const files = [...pictures];
  for (const id of pathsOf(dataset ?? '')) {
    const { images } = await openDataset(id, {
      ...(limit !== undefined && { limit: wholeNumber('--limit', limit, 1) }),
    });
    files.push(...images.map(({ path }) => path));
  }
  if (files.length === 0) {
    throw new UsageError('expected pictures, or a data set; as in: pareto estimate photo.jpg');
  }
  return files;
}

function seconds(option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`${option} takes seconds from 0, got ${value}`);
}

/** One line an answer; why it is so stands below, once a reason. */
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
  const reasons = new Set(estimates.flatMap(({ reason }) => (reason === null ? [] : [reason])));
  return [formatTable([...(several ? ['picture'] : []), ...header], lines), ...reasons].join('\n');
}
