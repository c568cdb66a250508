import { type Interval, quantiles } from '../../base/statistics.js';
import { type Bootstrap, quotientIntervals } from '../../curves/bootstrap.js';
import { matchTolerance } from '../../curves/matched-pairs.js';
import type { MetricFacts } from '../../curves/metric-facts.js';
import { otherVersion } from '../../leaderboard/comparison.js';
import { type CurvePair, matchCurves, pairCurves } from '../../leaderboard/match-curves.js';
import type { CodecCurve, MetricCurve } from '../../leaderboard/metric-curves.js';
import type { MatchedPairs } from '../../leaderboard/schema.js';
import { pairTimes, withTimes } from '../../leaderboard/timed-curves.js';
import { timesKey } from '../../results/identity.js';
import type { PageDataset } from './contract.js';
import type { PageTimes } from './image-times-file.js';
import { imageTimesTableOf } from './image-times-table.js';
import { drawnCurve } from './memo.js';
import { factsOfMetric } from './metric-text.js';

/** A curve beside the anchor, by pairs of one image at nearly equal quality. */
export interface Pairing {
  /** Place in `group.curves`. */
  readonly curve: number;
  readonly matched: MatchedPairs | null;
  /** Of those pairs that both have times in the group chosen. */
  readonly times: MatchedPairs['times'][number] | null;
  /** Of the sizes: the mean's interval over the images, and the tenth and ninetieth percentile of pairs. */
  readonly spread: PairSpread | null;
  readonly pairs: readonly CurvePair[];
  /** Why there are no pairs; why there are no times. */
  readonly reason: string;
  readonly timeReason: string;
}

/** How the ratios of sizes of pairs are spread. */
export interface PairSpread {
  /** Null of a single image. */
  readonly interval: Interval | null;
  readonly p10: number;
  readonly p90: number;
}

/** Greatest differences of a pair that can be chosen, as shares. */
export const tolerances = [0.0025, 0.005, matchTolerance, 0.02, 0.05] as const;

/**
 * Matched pairs of every curve with one of them: as leaderboard.json has them where they are of that
 * anchor, else by the same functions from the images' values. In the order of `group.curves`. Pure.
 * @param curves of `codecCurves`
 */
export function pairings(
  data: PageDataset,
  curves: readonly CodecCurve[],
  {
    anchor,
    metric,
    timing,
    seconds,
    tolerance = matchTolerance,
    bootstrap,
  }: {
    /** Places in `group.curves` and in `timings`. */
    readonly anchor: number;
    readonly metric: string;
    readonly timing: number | null;
    /** Needed for the times of an anchor that is not the leaderboard's. */
    readonly seconds: PageTimes | null;
    /** Greatest difference of a pair; another one than the leaderboard's is matched anew. */
    readonly tolerance?: number;
    readonly bootstrap: Bootstrap;
  },
): Pairing[] {
  const times = timing === null ? null : data.timings[timing]!;
  const found = matchedOf(data, curves, { anchor, metric, timing, seconds, tolerance });
  const interval = quotientIntervals(bootstrap);
  const facts = factsOfMetric(data, metric);
  const before = readCurve(curves[anchor]!, facts);
  const pairsWith = (curve: number): CurvePair[] => [
    ...pairCurves(before, readCurve(curves[curve]!, facts), tolerance),
  ];
  return found.map(({ matched, reason }, curve) => {
    const own = times && matched?.times.find((each) => timesKey(each) === timesKey(times));
    const timeReason =
      times === null
        ? 'no times were taken of this data set'
        : matched === null
          ? reason
          : 'no pair has times of both on this testbed';
    const pairs = matched === null ? [] : pairsWith(curve);
    const spread = pairs.length === 0 ? null : spreadOf(pairs, interval);
    return { curve, matched, times: own ?? null, spread, pairs, reason, timeReason };
  });
}

function readCurve(curve: CodecCurve, facts: MetricFacts): MetricCurve {
  return drawnCurve(curve, facts).curve;
}

/** Pairs of one image depend on each other, so the interval draws images. */
function spreadOf(
  pairs: readonly CurvePair[],
  interval: ReturnType<typeof quotientIntervals>,
): PairSpread {
  const ratios = pairs.map(({ anchor, test }) => test.rate / anchor.rate);
  const [p10, p90] = quantiles(ratios, [0.1, 0.9]);
  const images = new Map<number, { sum: number; count: number }>();
  for (const [i, { image }] of pairs.entries()) {
    const { sum, count } = images.get(image) ?? { sum: 0, count: 0 };
    images.set(image, { sum: sum + Math.log(ratios[i]!), count: count + 1 });
  }
  const all = [...images.values()];
  if (all.length < 2) return { interval: null, p10, p90 };
  const ends = interval(
    all.map(({ sum }) => sum),
    all.map(({ count }) => count),
  );
  return { interval: { low: Math.exp(ends.low), high: Math.exp(ends.high) }, p10, p90 };
}

function matchedOf(
  data: PageDataset,
  curves: readonly CodecCurve[],
  {
    anchor,
    metric,
    timing,
    seconds,
    tolerance,
  }: {
    anchor: number;
    metric: string;
    timing: number | null;
    seconds: PageTimes | null;
    tolerance: number;
  },
): { matched: MatchedPairs | null; reason: string }[] {
  const { group, timings, images } = data;
  const facts = factsOfMetric(data, metric);
  if (facts.scale === null) {
    const reason = `${metric} is no scale of quality that curves compare by`;
    return curves.map(() => ({ matched: null, reason }));
  }
  const none = 'no image has two points of nearly equal quality';
  if (group.anchorCurve === anchor && tolerance === matchTolerance) {
    return group.curves.map(({ comparisons }) => {
      const own = comparisons.find((each) => each.metric === metric);
      return { matched: own?.matched ?? null, reason: own === undefined ? 'not measured' : none };
    });
  }
  const table =
    timing === null
      ? null
      : imageTimesTableOf(timings[timing]!, images, seconds?.timings[timing] ?? null);
  const before = readCurve(curves[anchor]!, facts);
  const shas = images.map(({ sha256 }) => sha256);
  return curves.map((curve) => {
    const times =
      table === null
        ? []
        : [pairTimes(withTimes(curves[anchor]!, table), withTimes(curve, table), shas)];
    const read = readCurve(curve, facts);
    if (read.version === null) return { matched: null, reason: 'not measured' };
    const other = otherVersion(before, read);
    if (other !== null) return { matched: null, reason: other };
    return { matched: matchCurves(before, read, times, tolerance), reason: none };
  });
}
