/**
 * How a metric's value becomes the axis on which curves are compared: rising with quality, and
 * stretched where the metric crowds its good values. The scale is part of a BD-rate's meaning.
 */
export const qualityScales = ['value', 'decibels-to-1', 'decibels-to-0'] as const;
export type QualityScale = (typeof qualityScales)[number];

/**
 * A metric's value on its scale: as it is; in decibels of what it lacks to 1, -10 log10(1 - value);
 * or of its distance from 0, -10 log10(value). Infinite where the picture is exact.
 */
export function toQuality(value: number, scale: QualityScale): number {
  if (scale === 'value') return value;
  return -10 * Math.log10(scale === 'decibels-to-1' ? 1 - value : value);
}

/** The metric's value at a place of its scale: the inverse of `toQuality`. */
export function fromQuality(quality: number, scale: QualityScale): number {
  if (scale === 'value') return quality;
  const distance = 10 ** (-quality / 10);
  return scale === 'decibels-to-1' ? 1 - distance : distance;
}
