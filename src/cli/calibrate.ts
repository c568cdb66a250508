import { UsageError } from '../base/errors.js';
import { writeWhole } from '../base/write-whole.js';
import type { Dataset } from '../datasets/dataset.js';
import { datasetsIn } from '../datasets/dataset-list.js';
import { calibrate } from '../estimate/calibration/calibrate.js';
import { measureForCalibration } from '../estimate/calibration/run.js';
import { estimateSpecs } from '../estimate/specs.js';
import { openImages } from '../sweeps/open-images.js';
import { numbersOf, pathsOf, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { estimateOptions } from './options/estimate.js';
import { print } from './output.js';
import { openReporter } from './progress.js';

/** Qualities where none are named: constants are interpolated between them, and estimates compared. */
export const usualQualities = [40, 60, 80];

/** Fits the constants of estimates on pictures that are encoded whole, and writes them. */
export async function calibrateCommand(args: ArgumentsOf<typeof estimateOptions>): Promise<void> {
  const { out = 'calibration.json', codec, limit } = args;
  const sets = await openAll(
    [
      ...(args.pictures ?? []),
      ...(args.dataset === undefined ? [] : await datasetsIn(args.dataset)),
    ],
    limit,
  );
  const plugins = pathsOf(args.plugin ?? '');
  const quality =
    args.quality === undefined ? usualQualities : numbersOf('--quality', args.quality);
  const specs = await estimateSpecs(codec, { quality, plugins });
  const reporter = openReporter();
  const measurements = await measureForCalibration({
    pictures: sets.flatMap(({ images }) => images),
    ...{ specs, plugins, journal: `${out.replace(/\.json$/, '')}.measured.jsonl` },
    maxPixels: wholeNumber('--max-pixels', args['max-pixels'], 1),
    onProgress: (done, total) => reporter.progress('calibration', done, total, 0),
  });
  reporter.done();
  const data = sets.map(({ id }) => id).join(',');
  const calibration = calibrate(measurements, {
    date: new Date().toISOString().slice(0, 10),
    command: `pareto estimate --calibrate --dataset ${data} --codec ${codec} --quality ${quality}`,
    data,
  });
  if (calibration.entries.length === 0) {
    throw new UsageError('expected 5 pictures or more that are large enough to be sampled');
  }
  writeWhole([{ file: out, pieces: [`${JSON.stringify(calibration, null, 1)}\n`] }]);
  print(`${out}: ${calibration.entries.length} entries from ${measurements.length} encodes`);
}

async function openAll(names: readonly string[], limit: number | undefined): Promise<Dataset[]> {
  if (names.length === 0) {
    throw new UsageError('expected pictures to calibrate on: --dataset ./large-photos');
  }
  const options = limit === undefined ? {} : { limit: wholeNumber('--limit', limit, 1) };
  return Promise.all(names.map((name) => openImages(name, options)));
}
