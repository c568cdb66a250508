import { type CollectOptions, type CollectPlan, planCollect } from '#src/collect/plan.js';

/** A small plan of what pages are to measure. */
export const smallOptions: CollectOptions = {
  codecs: 'qoi,jpegls:near=2,browser-jpeg:quality=75',
  dataset: 'sample',
  limit: 1,
  crop: '64x64',
  metrics: ['psnr'],
  measure: ['rd', 'timing'],
  passes: 3,
  seed: 1,
  maxPixels: 2 ** 28,
  timeLimitSeconds: 60,
};

export function smallPlan(changes: Partial<CollectOptions> = {}): Promise<CollectPlan> {
  return planCollect({ ...smallOptions, ...changes });
}
