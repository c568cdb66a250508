/**
 * How a metric's value becomes the axis on which curves are compared: rising with quality, and
 * stretched where the metric crowds its good values. The scale is part of a BD-rate's meaning.
 */
export const qualityScales = ['value', 'decibels-to-1', 'decibels-to-0'] as const;
export type QualityScale = (typeof qualityScales)[number];

const scales: Readonly<Record<string, QualityScale>> = {
  psnr: 'value',
  'psnr-y': 'value',
  ssimulacra2: 'value',
  ssim: 'decibels-to-1',
  'ssim-pooled': 'decibels-to-1',
  'ms-ssim': 'decibels-to-1',
  ssimjs: 'decibels-to-1',
  butteraugli: 'decibels-to-0',
  'butteraugli-p3': 'decibels-to-0',
  'lpips-alex': 'decibels-to-0',
  'lpips-squeeze': 'decibels-to-0',
  'lpips-vgg': 'decibels-to-0',
  dists: 'decibels-to-0',
};

/** Metrics that are scales of quality. */
export const qualityMetrics: readonly string[] = Object.keys(scales);

/** The scale of a metric; null for one that is no scale of quality, as pixelmatch. */
export function qualityScale(metric: string): QualityScale | null {
  return Object.hasOwn(scales, metric) ? scales[metric]! : null;
}

/**
 * A metric's value on its scale: as it is; in decibels of what it lacks to 1, -10 log10(1 - value);
 * or of its distance from 0, -10 log10(value). Infinite where the picture is exact.
 */
export function toQuality(value: number, scale: QualityScale): number {
  if (scale === 'value') return value;
  return -10 * Math.log10(scale === 'decibels-to-1' ? 1 - value : value);
}
