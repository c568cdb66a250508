import { createRegistry } from '../base/registry.js';
import type { Metric } from './metric.js';

/** Every metric, by id. */
export const metrics = createRegistry<Metric>('metric', {
  psnr: async () => (await import('./psnr.js')).psnr,
  'psnr-y': async () => (await import('./psnr.js')).psnrY,
  ssim: async () => (await import('./ssim/ssim.js')).ssim,
  'ssim-pooled': async () => (await import('./ssim/pooled.js')).ssimPooled,
  'ms-ssim': async () => (await import('./ssim/multiscale.js')).msSsim,
  ssimulacra2: async () => (await import('./ssimulacra2/ssimulacra2.js')).ssimulacra2,
  butteraugli: async () => (await import('./butteraugli/butteraugli.js')).butteraugli,
  'butteraugli-p3': async () => (await import('./butteraugli/butteraugli.js')).butteraugliP3,
  'lpips-alex': async () => (await import('./learned/lpips.js')).loadLpipsAlex(),
  'lpips-squeeze': async () => (await import('./learned/lpips.js')).loadLpipsSqueeze(),
  'lpips-vgg': async () => (await import('./learned/lpips.js')).loadLpipsVgg(),
  dists: async () => (await import('./learned/dists.js')).loadDists(),
  ssimjs: async () => (await import('./ssimjs.js')).ssimjs,
  pixelmatch: async () => (await import('./pixelmatch.js')).pixelmatch,
});
