import { geometricMean } from '../base/sums.js';
import { matchPoints } from '../curves/matched-pairs.js';
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

/**
 * Codec-compare's view of two codecs: geometric means of ratios over pairs of one image at nearly
 * equal quality, instead of curves. Null where there is no pair.
 */
export function matchCurves(
  anchor: MetricCurve,
  test: MetricCurve,
  times: readonly PairTimes[] = [],
): MatchedPairs | null {
  const sizes: number[] = [];
  const seconds = times.map(() => ({ encode: [] as number[], decode: [] as number[] }));
  let widest = 0;
  let images = 0;
  for (const [image, tests] of test.images) {
    const anchors = anchor.images.get(image) ?? [];
    const pairs = matchPoints(anchors, tests);
    if (pairs.length > 0) images += 1;
    for (const pair of pairs) {
      const [a, t] = [anchors[pair.anchor]!, tests[pair.test]!];
      sizes.push(t.rate / a.rate);
      widest = Math.max(widest, pair.difference);
      for (const [i, group] of times.entries()) {
        const ratio = group.ratio(image, a, t);
        if (ratio === null) continue;
        seconds[i]!.encode.push(ratio.encode);
        seconds[i]!.decode.push(ratio.decode);
      }
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
