import { geometricMean } from '../base/sums.js';
import { matchPoints, matchTolerance } from '../curves/matched-pairs.js';
import type { MetricCurve, MetricPoint } from './metric-curves.js';
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
export function pairCurves(
  anchor: Pick<MetricCurve, 'images'>,
  test: Pick<MetricCurve, 'images'>,
  tolerance = matchTolerance,
): CurvePair[] {
  return [...test.images].flatMap(([image, tests]) => {
    const anchors = anchor.images.get(image) ?? [];
    return matchPoints(anchors, tests, tolerance).map((pair) => ({
      image,
      anchor: anchors[pair.anchor]!,
      test: tests[pair.test]!,
      difference: pair.difference,
    }));
  });
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
  const seconds = times.map(() => ({ encode: [] as number[], decode: [] as number[] }));
  const pairs = pairCurves(anchor, test, tolerance);
  const sizes = pairs.map((pair) => pair.test.rate / pair.anchor.rate);
  const widest = pairs.reduce((most, { difference }) => Math.max(most, difference), 0);
  const images = new Set(pairs.map(({ image }) => image)).size;
  for (const { image, anchor: a, test: t } of pairs) {
    for (const [i, group] of times.entries()) {
      const ratio = group.ratio(image, a, t);
      if (ratio === null) continue;
      seconds[i]!.encode.push(ratio.encode);
      seconds[i]!.decode.push(ratio.decode);
    }
  }
  if (sizes.length === 0) return null;
  return {
    pairs: sizes.length,
    images,
    sizeRatio: geometricMean(sizes),
    widest,
    times: times.flatMap(({ testbed, crop, threads }, i) => {
      const { encode, decode } = seconds[i]!;
      if (encode.length === 0) return [];
      const encodeRatio = geometricMean(encode);
      const decodeRatio = geometricMean(decode);
      return [{ testbed, crop, threads, pairs: encode.length, encodeRatio, decodeRatio }];
    }),
  };
}
