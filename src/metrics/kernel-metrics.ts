import type { Metric } from './metric.js';

/** The metrics that are kernels of our own: they need nothing but WebAssembly, a browser has it. */
export const kernelMetrics = {
  psnr: async () => (await import('./psnr.js')).psnr,
  'psnr-y': async () => (await import('./psnr.js')).psnrY,
  ssim: async () => (await import('./ssim/ssim.js')).ssim,
  'ssim-pooled': async () => (await import('./ssim/pooled.js')).ssimPooled,
  'ms-ssim': async () => (await import('./ssim/multiscale.js')).msSsim,
  ssimulacra2: async () => (await import('./ssimulacra2/ssimulacra2.js')).ssimulacra2,
  butteraugli: async () => (await import('./butteraugli/butteraugli.js')).butteraugli,
  'butteraugli-p3': async () => (await import('./butteraugli/butteraugli.js')).butteraugliP3,
} as const satisfies Record<string, () => Promise<Metric>>;
