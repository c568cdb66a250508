import { createRegistry } from '../registry.js';
import type { Metric } from './metric.js';

/** Every metric, by id. */
export const metrics = createRegistry<Metric>('metric', {
  psnr: async () => (await import('./psnr.js')).psnr,
  'psnr-y': async () => (await import('./psnr.js')).psnrY,
  ssim: async () => (await import('./ssim.js')).ssim,
  ssimjs: async () => (await import('./ssimjs.js')).ssimjs,
  pixelmatch: async () => (await import('./pixelmatch.js')).pixelmatch,
});
