import { type Curve, readCurve } from '../curves.js';
import { rowKey } from '../rows.js';
import type { Comparison, TimingGroup } from '../schema.js';
import { compareTimes, timeCurve } from '../timed.js';
import type { TimeTable } from '../times.js';
import type { PageDataset } from './contract.js';
import { isOf } from './speedpoints.js';

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
  if (group.curves.findIndex(({ label }) => label === group.anchor) === anchor) {
    return group.curves.map(({ comparisons }) => {
      const own = comparisons.find((each) => each.metric === metric)?.times;
      return own?.find((each) => isOf(each, times)) ?? none('not compared by this metric');
    });
  }
  const table = tableOf(times);
  const before = readCurve(curves[anchor]!, metric);
  const timed = timeCurve(curves[anchor]!, table);
  return curves.map((curve) =>
    compareTimes(before, readCurve(curve, metric), timed, timeCurve(curve, table)),
  );
}

/** The rows of a group of times, to be joined to curves; without the times of single images. */
function tableOf({ dataset, testbed, crop, threads, rows }: TimingGroup): TimeTable {
  const byRow = new Map(
    rows.flatMap((row) => {
      const [encode, decode] = [row.encode, row.decode].map((each) => each?.megapixelsPerSecond);
      if (!encode || !decode) return [];
      const times = {
        ...{ complete: row.complete, command: row.engine.runtime === 'cli' },
        ...{ encode: 1 / encode, decode: 1 / decode, peakBytes: null, images: new Map() },
      };
      return [[rowKey(row), times] as const];
    }),
  );
  return { dataset, testbed, crop, threads, find: (identity) => byRow.get(rowKey(identity)) };
}

function none(reason: string): BdTimes {
  const nothing = { percent: null, overlap: null, reason };
  return { encode: nothing, decode: nothing };
}
