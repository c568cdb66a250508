import type { Curve } from '../../leaderboard/metric-curves.js';
import type { Comparison, TimingGroup } from '../../leaderboard/schema.js';
import { compareTimes } from '../../leaderboard/timed-curves.js';
import type { PageDataset } from './contract.js';
import { drawnBy, timedBy } from './memo.js';
import { isOf } from './speed-points.js';

/** BD-time of both directions, in percent of the anchor's seconds a megapixel at equal quality. */
export type BdTimes = Pick<Comparison['times'][number], 'encode' | 'decode'>;

/**
 * BD-time of every curve against one of them: as leaderboard.json has it where it is of that anchor,
 * else by the same functions from its rows of times. In the order of `group.curves`.
 * @param curves of `curvesOf`
 * @param anchor place in `group.curves`
 */
export function bdTimes(
  { group }: PageDataset,
  curves: readonly Curve[],
  { anchor, metric, times }: { anchor: number; metric: string; times: TimingGroup },
): BdTimes[] {
  if (group.anchorCurve === anchor) {
    return group.curves.map(({ comparisons }) => {
      const own = comparisons.find((each) => each.metric === metric)?.times;
      return own?.find((each) => isOf(each, times)) ?? none('not compared by this metric');
    });
  }
  const before = curves[anchor]!;
  return curves.map((curve) =>
    compareTimes(
      drawnBy(before, metric).curve,
      drawnBy(curve, metric).curve,
      timedBy(before, times),
      timedBy(curve, times),
    ),
  );
}

function none(reason: string): BdTimes {
  const nothing = { percent: null, overlap: null, reason };
  return { encode: nothing, decode: nothing };
}
