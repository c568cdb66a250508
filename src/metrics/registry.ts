import { UsageError, unknownName } from '../errors.js';
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

/**
 * The metric ids of a comma-separated list, each once, in the order given; `all` is every one.
 * @throws UsageError for an unknown name, which suggests the nearest, and for an empty list
 */
export function parseMetricList(text: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) {
    throw new UsageError(`no metric in '${text}'; known: ${metrics.names.join(', ')}, all`);
  }
  const listed = names.flatMap((name) => {
    if (name === 'all') return metrics.names;
    if (!metrics.names.includes(name)) throw unknownName('metric', name, [...metrics.names, 'all']);
    return [name];
  });
  return [...new Set(listed)];
}
