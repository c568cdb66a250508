import type { CodecCurve } from '../../leaderboard/metric-curves.js';
import type { Comparison, TimingGroup } from '../../leaderboard/schema.js';
import { compareTimes } from '../../leaderboard/timed-curves.js';
import { timesKey } from '../../results/identity.js';
import type { PageDataset } from './contract.js';
import { curveTimes, drawnCurve } from './memo.js';
import { factsOfMetric } from './metric-text.js';

/** BD-time of both directions, in percent of the anchor's seconds a megapixel at equal quality. */
export type BdTimes = Pick<Comparison['times'][number], 'encode' | 'decode'>;

/**
 * BD-time of every curve against one of them: as leaderboard.json has it where it is of that anchor,
 * else by the same functions from its rows of times. In the order of `group.curves`.
 * @param curves of `codecCurves`
 * @param anchor place in `group.curves`
 */
export function bdTimes(
  data: PageDataset,
  curves: readonly CodecCurve[],
  { anchor, metric, times }: { anchor: number; metric: string; times: TimingGroup },
): BdTimes[] {
  const { group } = data;
  if (group.anchorCurve === anchor) {
    return group.curves.map(({ comparisons }) => {
      const own = comparisons.find((each) => each.metric === metric)?.times;
      return (
        own?.find((each) => timesKey(each) === timesKey(times)) ??
        none('not compared by this metric')
      );
    });
  }
  const before = curves[anchor]!;
  const facts = factsOfMetric(data, metric);
  return curves.map((curve) =>
    compareTimes(
      drawnCurve(before, facts).curve,
      drawnCurve(curve, facts).curve,
      curveTimes(before, times),
      curveTimes(curve, times),
    ),
  );
}

function none(reason: string): BdTimes {
  const nothing = { percent: null, overlap: null, reason };
  return { encode: nothing, decode: nothing };
}
