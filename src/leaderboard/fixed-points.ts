import { qualityScale, toQuality } from '../curves/quality-scale.js';
import { qualityAtRate, rateAtQuality } from '../curves/reading.js';
import type { MetricCurve } from './metric-curves.js';
import type { CurveStanding } from './schema.js';

/** Values of a metric at which the rate of every curve is told. */
const fixedQualities: Readonly<Record<string, readonly number[]>> = {
  ssimulacra2: [30, 50, 70, 85, 90],
  psnr: [30, 35, 40],
};

/** Rates, in bits per pixel, at which the quality of every curve is told. */
const fixedRates: readonly number[] = [0.25, 0.5, 1, 2];

/**
 * Reads the mean curves at the fixed qualities and rates; null outside what was measured.
 * @param curves by metric; those of scales of quality
 */
export function readAtFixed(
  curves: ReadonlyMap<string, MetricCurve>,
): Pick<CurveStanding, 'bpp' | 'quality'> {
  const bpp = Object.entries(fixedQualities).map(([metric, values]) => {
    const points = curves.get(metric)?.mean ?? [];
    const scale = qualityScale(metric)!;
    const rates = values.map((value) => [
      String(value),
      rateAtQuality(points, toQuality(value, scale)),
    ]);
    return [metric, Object.fromEntries(rates)];
  });
  const quality = [...curves].map(([metric, { mean }]) => {
    const values = fixedRates.map((rate) => [String(rate), qualityAtRate(mean, rate)]);
    return [metric, Object.fromEntries(values)];
  });
  return { bpp: Object.fromEntries(bpp), quality: Object.fromEntries(quality) };
}
