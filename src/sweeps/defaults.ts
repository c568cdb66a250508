import os from 'node:os';
import { defaultPixelsPerByte } from '../image/plausible.js';
import { defaultMaxPixels } from '../image/raster.js';

/** What is measured: rate and distortion, or time and memory. */
export const measures = ['rd', 'timing'] as const;
export type Measure = (typeof measures)[number];

/** What a sweep takes where it is not told. */
export const sweepDefaults = {
  dataset: 'sample',
  measure: ['rd'] as Measure[],
  metrics: 'psnr,ssim,lpips-alex',
  maps: false,
  jobs: os.availableParallelism(),
  threads: 1,
  passes: 5,
  seed: 1,
  out: 'results',
  rescore: false,
  force: false,
  timeLimitSeconds: 1800,
  maxFailures: 0.1,
  maxPixels: defaultMaxPixels,
  maxPixelsPerByte: defaultPixelsPerByte,
  lenient: false,
};
