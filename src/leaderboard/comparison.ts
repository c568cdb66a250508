import { sum } from '../base/sums.js';
import {
  type BdMethod,
  type BdRate,
  bdDistortion,
  bdRate,
  bdRateOf,
  type Drawn,
  drawRate,
} from '../curves/bd-rate.js';
import { type Bootstrap, meanIntervals } from '../curves/bootstrap.js';
import { curveAt, type ImageCurves, placeOf } from './image-curves.js';
import { matchCurves, type PairTimes } from './match-curves.js';
import { pairMeans, whyFew } from './mean-pair.js';
import type { MetricCurve } from './metric-curves.js';
import type { Comparison } from './schema.js';

/** A curve by one metric, drawn. */
export interface DrawnCurve {
  readonly curve: MetricCurve;
  readonly mean: Drawn;
  /** The curve of the image at a place of the curve's `images`. */
  readonly image: (place: number) => Drawn;
}

/** What of a drawn curve its images are compared by. */
export interface DrawnImages extends Pick<DrawnCurve, 'image'> {
  readonly curve: Pick<MetricCurve, 'images'>;
}

/** Draws a mean curve and that of each image, once for all that they are compared with. */
export function drawCurve(curve: MetricCurve): DrawnCurve {
  const images: Drawn[] = [];
  const image = (place: number): Drawn => {
    images[place] ??= drawRate(curveAt(curve.images, place));
    return images[place];
  };
  return { curve, mean: drawRate(curve.mean), image };
}

/** The same of a curve that is compared once: what is drawn of its images is not kept. */
function drawForOnce(curve: MetricCurve): DrawnCurve {
  const { image } = drawImages(curve.images);
  return { curve, mean: drawRate(curve.mean), image };
}

/** Curves of single images that are compared once. */
export function drawImages(images: ImageCurves): DrawnImages {
  return { curve: { images }, image: (place) => drawRate(curveAt(images, place)) };
}

/** What two curves cost at equal quality: by mean curves, and image by image. */
type RateComparison = Pick<Comparison, 'metric' | 'percent' | 'overlap' | 'reason' | 'over'> & {
  /** BD-rates in percent of the images that have one, see `withIntervals`. */
  readonly images: Float64Array;
};

/**
 * Compares the rates of a curve with those of an anchor.
 * @param of N of n/N: images of the group
 */
export function compareRates(
  anchor: DrawnCurve,
  test: DrawnCurve,
  { of }: { readonly of: number },
): RateComparison {
  const { metric } = test.curve;
  const other = otherVersion(anchor.curve, test.curve);
  const none = new Float64Array();
  if (other !== null) return { metric, percent: null, overlap: null, reason: other, images: none };
  const { over, ...means } = compareMeans(anchor, test, { of });
  return { metric, ...means, ...(over && { over }), images: imageRates(anchor, test) };
}

/** BD-rates in percent of the images that have one, in the order of the test's. */
export function imageRates(anchor: DrawnImages, test: DrawnImages): Float64Array {
  const { images } = test.curve.images;
  const found = new Float64Array(images.length);
  let n = 0;
  for (const [place, image] of images.entries()) {
    const before = placeOf(anchor.curve.images, image);
    if (before === null) continue;
    const { percent } = bdRateOf(anchor.image(before), test.image(place));
    if (percent !== null) found[n++] = percent;
  }
  return found.subarray(0, n);
}

/**
 * The comparisons with what their images come to: mean and interval. Those of all together, since what
 * is drawn for the intervals is the same for many.
 * @param of N of n/N: images of the group
 */
export function withIntervals<C extends { readonly images: Float64Array }>(
  comparisons: readonly C[],
  { bootstrap, of }: { readonly bootstrap: Bootstrap; readonly of: number },
): (Omit<C, 'images'> & Pick<Comparison, 'images'>)[] {
  const intervals = meanIntervals(
    comparisons.map(({ images }) => images),
    bootstrap,
  );
  return comparisons.map((comparison, i) => {
    const { length: n } = comparison.images;
    const interval = intervals[i]!;
    const percent = sum(comparison.images) / n;
    return { ...comparison, images: interval && { percent, ...interval, n, of } };
  });
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
    times,
    of,
  }: {
    readonly times: readonly PairTimes[];
    /** N of n/N: images of the group. */
    readonly of: number;
  },
): RateComparison & Pick<Comparison, 'distortion' | 'matched'> {
  const rates = compareRates(anchor, drawForOnce(test), { of });
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
