import { createRegistry } from '../base/registry.js';
import { kernelMetrics } from './kernel-metrics.js';
import type { Metric } from './metric.js';

/** Names that stand for several metrics in a list. */
export const metricGroups: readonly string[] = ['all', 'available'];

/** Every metric, by id. */
export const metrics = createRegistry<Metric>('metric', {
  ...kernelMetrics,
  'lpips-alex': async () => (await import('./learned/lpips.js')).loadLpipsAlex(),
  'lpips-squeeze': async () => (await import('./learned/lpips.js')).loadLpipsSqueeze(),
  'lpips-vgg': async () => (await import('./learned/lpips.js')).loadLpipsVgg(),
  dists: async () => (await import('./learned/dists.js')).loadDists(),
  ssimjs: async () => (await import('./ssimjs.js')).ssimjs,
  pixelmatch: async () => (await import('./pixelmatch.js')).pixelmatch,
});
