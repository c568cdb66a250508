import { UsageError } from '../base/errors.js';
import { datasetsIn } from '../datasets/dataset-list.js';
import { calibrateEstimates } from '../library/calibrate-estimates.js';
import { numbersOf, pathsOf, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { estimateOptions } from './options/estimate.js';
import { print } from './output.js';
import { openReporter } from './progress.js';

/** Fits the constants of estimates on pictures that are encoded whole, and writes them. */
export async function calibrateCommand(args: ArgumentsOf<typeof estimateOptions>): Promise<void> {
  const { out = 'calibration.json', codec, limit, quality } = args;
  const datasets = [
    ...(args.pictures ?? []),
    ...(args.dataset === undefined ? [] : await datasetsIn(args.dataset)),
  ];
  if (datasets.length === 0) {
    throw new UsageError('expected pictures to calibrate on: --dataset ./large-photos');
  }
  const reporter = openReporter();
  let encodes = 0;
  const { entries } = await calibrateEstimates(datasets, {
    ...{ codecs: codec, out, plugins: pathsOf(args.plugin ?? '') },
    qualities: quality === undefined ? undefined : numbersOf('--quality', quality),
    limit: limit === undefined ? undefined : wholeNumber('--limit', limit, 1),
    maxPixels: wholeNumber('--max-pixels', args['max-pixels'], 1),
    onProgress: ({ done, total }) => {
      encodes = total;
      reporter.progress('calibration', done, total, 0);
    },
  });
  reporter.done();
  print(`${out}: ${entries.length} entries from ${encodes} encodes`);
}
