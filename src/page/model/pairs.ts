import { otherVersion } from '../../leaderboard/comparison.js';
import { matchCurves } from '../../leaderboard/match-curves.js';
import { type CodecCurve, readByMetric } from '../../leaderboard/metric-curves.js';
import type { MatchedPairs } from '../../leaderboard/schema.js';
import { pairTimes, withTimes } from '../../leaderboard/timed-curves.js';
import { timesKey } from '../../results/identity.js';
import type { PageDataset } from './contract.js';
import type { PageTimes } from './image-times-file.js';
import { imageTimesTableOf } from './image-times-table.js';
import { factsOfMetric } from './metric-text.js';

/** A curve beside the anchor, by pairs of one image at nearly equal quality. */
export interface Pairing {
  /** Place in `group.curves`. */
  readonly curve: number;
  readonly matched: MatchedPairs | null;
  /** Of those pairs that both have times in the group chosen. */
  readonly times: MatchedPairs['times'][number] | null;
  /** Why there are no pairs; why there are no times. */
  readonly reason: string;
  readonly timeReason: string;
}

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
  }: {
    /** Places in `group.curves` and in `timings`. */
    readonly anchor: number;
    readonly metric: string;
    readonly timing: number | null;
    /** Needed for the times of an anchor that is not the leaderboard's. */
    readonly seconds: PageTimes | null;
  },
): Pairing[] {
  const times = timing === null ? null : data.timings[timing]!;
  const found = matchedOf(data, curves, { anchor, metric, timing, seconds });
  return found.map(({ matched, reason }, curve) => {
    const own = times && matched?.times.find((each) => timesKey(each) === timesKey(times));
    const timeReason =
      times === null
        ? 'no times were taken of this data set'
        : matched === null
          ? reason
          : 'no pair has times of both on this testbed';
    return { curve, matched, times: own ?? null, reason, timeReason };
  });
}

function matchedOf(
  data: PageDataset,
  curves: readonly CodecCurve[],
  {
    anchor,
    metric,
    timing,
    seconds,
  }: { anchor: number; metric: string; timing: number | null; seconds: PageTimes | null },
): { matched: MatchedPairs | null; reason: string }[] {
  const { group, timings, images } = data;
  const facts = factsOfMetric(data, metric);
  if (facts.scale === null) {
    const reason = `${metric} is no scale of quality that curves compare by`;
    return curves.map(() => ({ matched: null, reason }));
  }
  const none = 'no image has two points of nearly equal quality';
  if (group.anchorCurve === anchor) {
    return group.curves.map(({ comparisons }) => {
      const own = comparisons.find((each) => each.metric === metric);
      return { matched: own?.matched ?? null, reason: own === undefined ? 'not measured' : none };
    });
  }
  const table =
    timing === null
      ? null
      : imageTimesTableOf(timings[timing]!, images, seconds?.timings[timing] ?? null);
  const before = readByMetric(curves[anchor]!, facts);
  const shas = images.map(({ sha256 }) => sha256);
  return curves.map((curve) => {
    const times =
      table === null
        ? []
        : [pairTimes(withTimes(curves[anchor]!, table), withTimes(curve, table), shas)];
    const read = readByMetric(curve, facts);
    if (read.version === null) return { matched: null, reason: 'not measured' };
    const other = otherVersion(before, read);
    if (other !== null) return { matched: null, reason: other };
    return { matched: matchCurves(before, read, times), reason: none };
  });
}
