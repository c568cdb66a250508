import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { passedOn, readOptions, text, texts, whole } from '../base/options.js';
import { writeWhole } from '../base/write-whole.js';
import { checkCodingOptions } from '../codecs/with-codec.js';
import { calibrate } from '../estimate/calibration/calibrate.js';
import type { Calibration } from '../estimate/calibration/calibration.js';
import { type CalibrationRun, measureForCalibration } from '../estimate/calibration/run.js';
import { estimateSpecs } from '../estimate/specs.js';
import { openImages } from '../sweeps/open-images.js';

/** Qualities where none are named: constants are interpolated between them, and estimates compared. */
export const usualQualities: readonly number[] = [40, 60, 80];

/** Options of `calibrateEstimates`. */
export interface CalibrateEstimatesOptions
  extends Pick<CalibrationRun, 'plugins' | 'maxPixels' | 'signal'> {
  /** Codecs with settings, comma separated: `webp,avif:speed=8`. */
  readonly codecs: string;
  /** Values of the setting quality where a codec's are not named; 40, 60 and 80. */
  readonly qualities?: readonly number[] | undefined;
  /** File that the constants are written to. What is measured is kept beside it, `.measured.jsonl`. */
  readonly out: string;
  /** Only the first so many pictures of each data set. */
  readonly limit?: number | undefined;
  /** Told of the encodes that are measured. */
  readonly onProgress?:
    | ((measured: { readonly done: number; readonly total: number }) => void)
    | undefined;
}

const calibrateOptions = z.strictObject({
  codecs: text('codecs with settings: webp,avif:speed=8'),
  qualities: z
    .array(z.number('an array of numbers'), 'an array of numbers')
    .default([...usualQualities]),
  out: text('a file'),
  limit: whole(1).optional(),
  // Checked by what codes with them.
  plugins: texts('an array of files').optional(),
  maxPixels: passedOn,
  signal: passedOn,
  onProgress: passedOn,
});

/**
 * Encodes pictures whole, samples them by every estimator, and writes the constants that estimates use,
 * as `pareto estimate --calibrate` does. What the journal beside `out` has is not measured again. Times
 * are taken, so nothing else should run.
 *
 *     await calibrateEstimates(['./set-a', './set-b'], { codecs: 'avif', out: 'calibration.json' });
 *     await estimate('photo.jpg', 'avif', { calibration: 'calibration.json' });
 *
 * @param datasets ids, or folders, of large pictures; errors are those on other sets than were fitted on
 * @throws UsageError where there are fewer than five pictures that are large enough to be sampled;
 *   WorkError for a picture that cannot be read or coded; the signal's reason
 */
export async function calibrateEstimates(
  datasets: readonly string[],
  options: CalibrateEstimatesOptions,
): Promise<Calibration> {
  const read = readOptions('calibrateEstimates', calibrateOptions, options);
  const { codecs, qualities, out, limit, plugins } = read;
  const { maxPixels, signal, onProgress } = options;
  checkCodingOptions({ maxPixels });
  signal?.throwIfAborted();
  if (datasets.length === 0) {
    throw new UsageError('expected pictures to calibrate on: a folder of large photographs');
  }
  const sets = await Promise.all(datasets.map((name) => openImages(name, limit ? { limit } : {})));
  const specs = await estimateSpecs(codecs, { quality: qualities, plugins });
  const measurements = await measureForCalibration({
    pictures: sets.flatMap(({ id, images }) => images.map((image) => ({ ...image, set: id }))),
    ...{
      specs,
      plugins,
      maxPixels,
      signal,
      journal: `${out.replace(/\.json$/, '')}.measured.jsonl`,
    },
    onProgress: (done, total) => onProgress?.({ done, total }),
  });
  const data = sets.map(({ id }) => id).join(',');
  const calibration = calibrate(measurements, {
    date: new Date().toISOString().slice(0, 10),
    command: [
      `pareto estimate --calibrate --dataset ${datasets} --codec ${codecs} --quality ${qualities}`,
      ...(limit === undefined ? [] : [`--limit ${limit}`]),
      ...(plugins?.length ? [`--plugin ${plugins}`] : []),
      `--out ${out}`,
    ].join(' '),
    data,
  });
  if (calibration.entries.length === 0) {
    throw new UsageError('expected 5 pictures or more that are large enough to be sampled');
  }
  writeWhole([{ file: out, pieces: [`${JSON.stringify(calibration, null, 1)}\n`] }]);
  return calibration;
}
