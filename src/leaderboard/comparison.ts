import { bootstrapInterval, mean } from '../statistics.js';
import { type BdMethod, bdDistortion, bdRate } from './bdrate.js';
import { qualityAtRate, rateAtQuality } from './curve.js';
import { type Curve, imageCurves, meanCurve } from './curves.js';
import type { Bootstrap } from './direction.js';
import { qualityScale, toQuality } from './quality.js';
import type { Comparison } from './schema.js';

/** Compares a curve with an anchor, both ways: by mean curves, and image by image. */
export function compareCurves(
  anchor: Curve,
  test: Curve,
  metric: string,
  { bootstrap, method = 'pchip' }: { readonly bootstrap: Bootstrap; readonly method?: BdMethod },
): Comparison {
  const [a, b] = [meanCurve(anchor, metric), meanCurve(test, metric)];
  const { percent, overlap, reason } = bdRate(a, b, { method });
  const { difference } = bdDistortion(a, b, { method });
  const anchors = imageCurves(anchor, metric);
  const common = [...imageCurves(test, metric)].flatMap(([image, points]) => {
    const other = anchors.get(image);
    return other ? [bdRate(other, points, { method }).percent] : [];
  });
  const found = common.filter((each) => each !== null);
  return {
    metric,
    percent,
    overlap,
    reason,
    distortion: difference,
    images:
      found.length === 0
        ? null
        : {
            percent: mean(found),
            ...bootstrapInterval(found, mean, bootstrap),
            n: found.length,
            of: common.length,
          },
    times: [],
    matched: null,
  };
}

/** Values of a metric at which the rate of every curve is told. */
const fixedQualities: Readonly<Record<string, readonly number[]>> = {
  ssimulacra2: [30, 50, 70, 85, 90],
  psnr: [30, 35, 40],
};

/** Rates, in bits per pixel, at which the quality of every curve is told. */
const fixedRates: readonly number[] = [0.25, 0.5, 1, 2];

export interface AtFixed {
  /** Bits per pixel at each value of `fixedQualities`, by metric; null outside what was measured. */
  readonly bpp: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** Value of each metric at each of `fixedRates`, on the metric's own scale. */
  readonly quality: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

/** Reads a curve at the fixed qualities and rates. */
export function readAtFixed(curve: Curve, metrics: readonly string[]): AtFixed {
  const bpp = Object.entries(fixedQualities).map(([metric, values]) => {
    const points = meanCurve(curve, metric);
    const scale = qualityScale(metric)!;
    const rates = values.map((value) => [
      String(value),
      rateAtQuality(points, toQuality(value, scale)),
    ]);
    return [metric, Object.fromEntries(rates)];
  });
  const quality = metrics
    .filter((metric) => qualityScale(metric) !== null)
    .map((metric) => {
      const points = meanCurve(curve, metric);
      const values = fixedRates.map((rate) => [String(rate), qualityAtRate(points, rate)]);
      return [metric, Object.fromEntries(values)];
    });
  return { bpp: Object.fromEntries(bpp), quality: Object.fromEntries(quality) };
}
