import { type Curve, readCurve } from '../curves.js';
import type { Comparison, TimingGroup } from '../schema.js';
import { compareTimes, timeCurve } from '../timed.js';
import type { PageDataset } from './contract.js';
import { isOf } from './speedpoints.js';
import { timeTableOf } from './timetable.js';

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
  const table = timeTableOf(times);
  const before = readCurve(curves[anchor]!, metric);
  const timed = timeCurve(curves[anchor]!, table);
  return curves.map((curve) =>
    compareTimes(before, readCurve(curve, metric), timed, timeCurve(curve, table)),
  );
}

function none(reason: string): BdTimes {
  const nothing = { percent: null, overlap: null, reason };
  return { encode: nothing, decode: nothing };
}
