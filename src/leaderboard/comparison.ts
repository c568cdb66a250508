import { type Interval, mean } from '../base/statistics.js';
import { type BdRate, bdDistortion, bdRateOf, type Drawn, drawRate } from '../curves/bd-rate.js';
import { matchCurves, type PairTimes } from './match-curves.js';
import type { MetricCurve } from './metric-curves.js';
import type { Comparison } from './schema.js';

/** A curve by one metric, drawn once for all that it is compared with. */
export interface DrawnCurve {
  readonly curve: MetricCurve;
  readonly mean: Drawn;
  readonly images: ReadonlyMap<number, Drawn>;
}

/** Draws a mean curve and that of each image. */
export function drawCurve(curve: MetricCurve): DrawnCurve {
  const images = [...curve.images].map(([image, points]) => [image, drawRate(points)] as const);
  return { curve, mean: drawRate(curve.mean), images: new Map(images) };
}

/** What two curves cost at equal quality: by mean curves, and image by image. */
type RateComparison = Pick<Comparison, 'metric' | 'percent' | 'overlap' | 'reason' | 'images'>;

/** Of a mean, see `meanIntervals`. */
type MakeInterval = (values: readonly number[]) => Interval;

/** Compares the rates of a curve with those of an anchor. */
export function compareRates(
  anchor: DrawnCurve,
  test: DrawnCurve,
  interval: MakeInterval,
): RateComparison {
  const { metric } = test.curve;
  const other = otherVersion(anchor.curve, test.curve);
  if (other !== null) return { metric, percent: null, overlap: null, reason: other, images: null };
  const { percent, overlap, reason } = bdRateOf(anchor.mean, test.mean);
  const common: BdRate[] = [];
  for (const [image, drawn] of test.images) {
    const before = anchor.images.get(image);
    if (before) common.push(bdRateOf(before, drawn));
  }
  const found = common.flatMap((each) => each.percent ?? []);
  const n = found.length;
  const images =
    n === 0 ? null : { percent: mean(found), ...interval(found), n, of: common.length };
  return { metric, percent, overlap, reason, images };
}

/** Compares a curve with an anchor: by rates, by distortion, and by matched pairs. */
export function compareCurves(
  anchor: DrawnCurve,
  test: MetricCurve,
  { interval, times }: { readonly interval: MakeInterval; readonly times: readonly PairTimes[] },
): Omit<Comparison, 'times'> {
  const rates = compareRates(anchor, drawCurve(test), interval);
  if (otherVersion(anchor.curve, test) !== null) {
    return { ...rates, distortion: null, matched: null };
  }
  const { difference } = bdDistortion(anchor.curve.mean, test.mean);
  const matched = matchCurves(anchor.curve, test, times);
  return { ...rates, distortion: difference, matched };
}

/** Why two curves do not compare, where they are of two versions of their metric; else null. */
export function otherVersion(
  anchor: Pick<MetricCurve, 'metric' | 'version'>,
  test: Pick<MetricCurve, 'version'>,
): string | null {
  const [known, version] = [anchor.version, test.version];
  if (version === null || known === null || version === known) return null;
  return `${anchor.metric} is of version ${known} of the anchor, and of ${version} of the test`;
}
