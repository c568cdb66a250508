import type { MetricFacts } from '../curves/metric-facts.js';
import { toQuality } from '../curves/quality-scale.js';
import { qualityAtRate, rateAtQuality } from '../curves/reading.js';
import type { MetricCurve } from './metric-curves.js';
import type { BoardCurve } from './schema.js';

/** Rates, in bits per pixel, at which the quality of every curve is told. */
const fixedRates: readonly number[] = [0.25, 0.5, 1, 2];

/**
 * Reads the mean curves at the fixed qualities and rates; null outside what was measured.
 * @param curves by metric; those of scales of quality
 * @param facts of these metrics
 */
export function readAtFixed(
  curves: ReadonlyMap<string, MetricCurve>,
  facts: readonly MetricFacts[],
): Pick<BoardCurve, 'bpp' | 'quality'> {
  const bpp = facts.flatMap(({ id, scale, fixedQualities }) => {
    if (scale === null || fixedQualities.length === 0) return [];
    const points = curves.get(id)?.mean ?? [];
    const rates = fixedQualities.map((value) => [
      String(value),
      rateAtQuality(points, toQuality(value, scale)),
    ]);
    return [[id, Object.fromEntries(rates)]];
  });
  const quality = [...curves].map(([metric, { mean }]) => {
    const values = fixedRates.map((rate) => [String(rate), qualityAtRate(mean, rate)]);
    return [metric, Object.fromEntries(values)];
  });
  return { bpp: Object.fromEntries(bpp), quality: Object.fromEntries(quality) };
}
