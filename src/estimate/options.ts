import { z } from 'zod';
import { unknownName } from '../base/errors.js';
import { passedOn, positive, readOptions, text, whole } from '../base/options.js';
import type { PictureSource } from '../codecs/picture-source.js';
import { type CodingOptions, checkCodingOptions } from '../codecs/with-codec.js';
import { defaultMaxPixels } from '../image/raster.js';
import { memoryBudget } from '../runtimes/processes/memory-budget.js';
import { shippedCalibration } from './calibration/read.js';
import { estimateDefaults } from './defaults.js';
import { estimators } from './registry.js';
import type { EstimateStep } from './step.js';

/** How sizes are estimated. */
export interface EstimateOptions
  extends Pick<CodingOptions, 'plugins' | 'maxPixels' | 'maxPixelsPerByte' | 'lenient' | 'signal'> {
  /** Id of an estimator, or `auto`, which chooses. */
  readonly estimator?: string | undefined;
  /** An encode that is expected to take no more seconds is simply done: the answer is exact. */
  readonly timeBudgetSeconds?: number | undefined;
  /** Work on an answer is ended after so many seconds. */
  readonly timeLimitSeconds?: number | undefined;
  /** Bytes of memory that it may take; three quarters of what the machine has to give if not given. */
  readonly maxMemoryBytes?: number | undefined;
  /** Whole number from 0: the same seed gives the same sample and the same answer. */
  readonly seed?: number | undefined;
  /** Width in pixels of the sample of the estimator `downscale`. */
  readonly sampleWidth?: number | undefined;
  /**
   * A small version of the picture: its bits per pixel stand for the picture's, of which then nothing
   * but the header is read. `downscale` and `auto` take it; the confidence is low.
   */
  readonly thumbnail?: PictureSource | undefined;
  /** Length of the whole file where the picture that is given is the first bytes of it. */
  readonly fileBytes?: number | undefined;
  /** Told what is done on the way to an answer. */
  readonly onProgress?: ((step: EstimateStep) => void) | undefined;
  /** Path of the calibration file; the one that comes with the program if not given. */
  readonly calibration?: string | undefined;
}

const seconds = z.number('a number from 0').min(0, 'a number from 0');

const estimateOptions = z.strictObject({
  estimator: text('the id of an estimator, or auto').default(estimateDefaults.estimator),
  timeBudgetSeconds: seconds.default(estimateDefaults.timeBudgetSeconds),
  timeLimitSeconds: positive.default(estimateDefaults.timeLimitSeconds),
  seed: whole(0, 2 ** 32 - 1).default(estimateDefaults.seed),
  sampleWidth: whole(16).default(estimateDefaults.sampleWidth),
  calibration: text('a file').default(shippedCalibration),
  fileBytes: whole(1).optional(),
  thumbnail: passedOn,
  onProgress: passedOn,
  signal: passedOn,
  // What decoding takes is checked with its own options.
  plugins: passedOn,
  maxPixels: passedOn,
  maxPixelsPerByte: passedOn,
  maxMemoryBytes: passedOn,
  lenient: passedOn,
});

/**
 * Checks the options of an estimate and fills in what is not given.
 * @throws UsageError for an option that is none, or of the wrong type or range
 */
export function readEstimateOptions(options: EstimateOptions) {
  const read = readOptions('estimate', estimateOptions, options);
  checkCodingOptions(options);
  const {
    estimator,
    timeBudgetSeconds,
    timeLimitSeconds,
    seed,
    sampleWidth,
    calibration,
    fileBytes,
  } = read;
  if (estimator !== 'auto' && !estimators.names.includes(estimator)) {
    throw unknownName('estimator', estimator, ['auto', ...estimators.names]);
  }
  const { plugins = [], maxPixels = defaultMaxPixels, lenient = false } = options;
  const { maxPixelsPerByte, maxMemoryBytes = memoryBudget() } = options;
  const { thumbnail, onProgress, signal } = options;
  return {
    ...{ estimator, timeBudgetSeconds, timeLimitSeconds, seed, sampleWidth, calibration },
    ...{ plugins, maxPixels, maxPixelsPerByte, maxMemoryBytes, lenient },
    ...{ fileBytes, thumbnail, onProgress, signal },
  };
}
