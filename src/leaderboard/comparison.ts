import { type Interval, mean } from '../base/statistics.js';
import {
  type BdMethod,
  type BdRate,
  bdDistortion,
  bdRate,
  bdRateOf,
  type Drawn,
  drawRate,
} from '../curves/bd-rate.js';
import { matchCurves, type PairTimes } from './match-curves.js';
import { pairMeans, whyFew } from './mean-pair.js';
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
type RateComparison = Pick<
  Comparison,
  'metric' | 'percent' | 'overlap' | 'reason' | 'over' | 'images'
>;

/** Of a mean, see `meanIntervals`. */
type MakeInterval = (values: readonly number[]) => Interval;

/**
 * Compares the rates of a curve with those of an anchor.
 * @param of N of n/N: images of the group
 */
export function compareRates(
  anchor: DrawnCurve,
  test: DrawnCurve,
  { interval, of }: { readonly interval: MakeInterval; readonly of: number },
): RateComparison {
  const { metric } = test.curve;
  const other = otherVersion(anchor.curve, test.curve);
  if (other !== null) return { metric, percent: null, overlap: null, reason: other, images: null };
  const { over, ...means } = compareMeans(anchor, test, { of });
  const common: BdRate[] = [];
  for (const [image, drawn] of test.images) {
    const before = anchor.images.get(image);
    if (before) common.push(bdRateOf(before, drawn));
  }
  const found = common.flatMap((each) => each.percent ?? []);
  const n = found.length;
  const images = n === 0 ? null : { percent: mean(found), ...interval(found), n, of };
  return { metric, ...means, ...(over && { over }), images };
}

/**
 * BD-rate of the mean curves: over all images, or over those that have values enough, which `over`
 * then counts.
 */
export function compareMeans(
  anchor: Pick<DrawnCurve, 'curve' | 'mean'>,
  test: Pick<DrawnCurve, 'curve' | 'mean'>,
  { of, method }: { readonly of: number; readonly method?: BdMethod },
): BdRate & Pick<Comparison, 'over'> {
  const pair = pairMeans(anchor.curve, test.curve);
  if (pair.images !== null) {
    const figures = bdRate(pair.anchor, pair.test, method === undefined ? {} : { method });
    return { ...figures, over: { n: pair.images, of } };
  }
  const found = bdRateOf(anchor.mean, test.mean);
  if (found.percent !== null) return found;
  return { ...found, reason: whyFew(anchor.curve, test.curve) ?? found.reason };
}

/** Compares a curve with an anchor: by rates, by distortion, and by matched pairs. */
export function compareCurves(
  anchor: DrawnCurve,
  test: MetricCurve,
  {
    interval,
    times,
    of,
  }: {
    readonly interval: MakeInterval;
    readonly times: readonly PairTimes[];
    /** N of n/N: images of the group. */
    readonly of: number;
  },
): Omit<Comparison, 'times'> {
  const rates = compareRates(anchor, drawCurve(test), { interval, of });
  if (otherVersion(anchor.curve, test) !== null) {
    return { ...rates, distortion: null, matched: null };
  }
  const means = pairMeans(anchor.curve, test);
  const { difference } = bdDistortion(means.anchor, means.test);
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
