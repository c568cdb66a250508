import { geometricMean } from '../base/sums.js';
import { matchPoints, matchTolerance } from '../curves/matched-pairs.js';
import { curveAt, type MetricPoint, placeOf } from './image-curves.js';
import type { MetricCurve } from './metric-curves.js';
import type { MatchedPairs } from './schema.js';

/** Where the seconds of one point of a curve for one image are found, by group of times. */
export interface PairTimes {
  readonly testbed: string;
  readonly crop: string | null;
  readonly threads: number;
  /** Test over anchor; null where one of them was not timed. */
  ratio(
    image: number,
    anchor: MetricPoint,
    test: MetricPoint,
  ): { readonly encode: number; readonly decode: number } | null;
}

/** Two points of one image at nearly equal quality. */
export interface CurvePair {
  readonly image: number;
  readonly anchor: MetricPoint;
  readonly test: MetricPoint;
  /** Difference in quality as a share of the greater one. */
  readonly difference: number;
}

/**
 * The pairs of all images that two curves have in common, see `matchPoints`.
 * @param tolerance greatest difference of a pair
 */
export function* pairCurves(
  anchor: Pick<MetricCurve, 'images'>,
  test: Pick<MetricCurve, 'images'>,
  tolerance = matchTolerance,
): Generator<CurvePair> {
  for (const [place, image] of test.images.images.entries()) {
    const other = placeOf(anchor.images, image);
    if (other === null) continue;
    const anchors = curveAt(anchor.images, other);
    const tests = curveAt(test.images, place);
    for (const pair of matchPoints(anchors, tests, tolerance)) {
      yield {
        image,
        anchor: anchors[pair.anchor]!,
        test: tests[pair.test]!,
        difference: pair.difference,
      };
    }
  }
}

/**
 * Codec-compare's view of two codecs: geometric means of ratios over pairs of one image at nearly
 * equal quality, instead of curves. Null where there is no pair.
 */
export function matchCurves(
  anchor: MetricCurve,
  test: MetricCurve,
  times: readonly PairTimes[] = [],
  tolerance = matchTolerance,
): MatchedPairs | null {
  const seconds = times.map(() => ({ encode: geometricMean(), decode: geometricMean() }));
  const sizes = geometricMean();
  let widest = 0;
  let images = 0;
  let last: number | null = null;
  for (const { image, anchor: a, test: t, difference } of pairCurves(anchor, test, tolerance)) {
    sizes.add(t.rate / a.rate);
    widest = Math.max(widest, difference);
    if (image !== last) images += 1;
    last = image;
    for (const [i, group] of times.entries()) {
      const ratio = group.ratio(image, a, t);
      if (ratio === null) continue;
      seconds[i]!.encode.add(ratio.encode);
      seconds[i]!.decode.add(ratio.decode);
    }
  }
  if (sizes.count === 0) return null;
  return {
    pairs: sizes.count,
    images,
    sizeRatio: sizes.mean,
    widest,
    times: times.flatMap(({ testbed, crop, threads }, i) => {
      const { encode, decode } = seconds[i]!;
      if (encode.count === 0) return [];
      const [encodeRatio, decodeRatio] = [encode.mean, decode.mean];
      return [{ testbed, crop, threads, pairs: encode.count, encodeRatio, decodeRatio }];
    }),
  };
}
