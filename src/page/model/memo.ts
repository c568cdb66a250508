import type { MetricFacts } from '../../curves/metric-facts.js';
import { type DrawnCurve, drawCurve } from '../../leaderboard/comparison.js';
import { type CodecCurve, readByMetric } from '../../leaderboard/metric-curves.js';
import type { Identity } from '../../leaderboard/record-groups.js';
import type { RdRow, TimingGroup, TimingRow } from '../../leaderboard/schema.js';
import { type TimedCurve, withTimes } from '../../leaderboard/timed-curves.js';
import { codecKey } from '../../results/identity.js';
import type { PageDataset } from './contract.js';
import { imageTimesTableOf } from './image-times-table.js';
import { type UsualTimes, usualTimes } from './usual-times.js';

// What most choices need again is kept as long as the data that it is made of.

const drawn = new WeakMap<CodecCurve, Map<string, DrawnCurve>>();
const timed = new WeakMap<TimingGroup, (curve: CodecCurve) => TimedCurve>();
const keys = new WeakMap<object, string>();
const indexed = new WeakMap<readonly TimingRow[], ReadonlyMap<string, TimingRow>>();
const usual = new WeakMap<TimingGroup, UsualTimes>();

/** A curve drawn by a metric. */
export function drawnCurve(
  curve: CodecCurve,
  metric: Pick<MetricFacts, 'id' | 'scale'>,
): DrawnCurve {
  const byMetric = obtainWeak(drawn, curve, () => new Map<string, DrawnCurve>());
  const known = byMetric.get(metric.id) ?? drawCurve(readByMetric(curve, metric));
  byMetric.set(metric.id, known);
  return known;
}

/** A curve with its times of a group, those of single images left out. */
export function curveTimes(curve: CodecCurve, times: TimingGroup): TimedCurve {
  const find = obtainWeak(timed, times, () => {
    const table = imageTimesTableOf(times);
    const curves = new WeakMap<CodecCurve, TimedCurve>();
    return (each) => obtainWeak(curves, each, () => withTimes(each, table));
  });
  return find(curve);
}

/** The `codecKey` of a row of the page's data. */
export function rowKey(row: Omit<Identity, 'spec'>): string {
  return obtainWeak(keys, row, () => codecKey(row));
}

/** The rows of times of a curve's points. */
export function timingRowsOf({ rows }: TimingGroup, points: readonly RdRow[]): TimingRow[] {
  const byKey = obtainWeak(indexed, rows, () => new Map(rows.map((row) => [rowKey(row), row])));
  return points.flatMap((point) => byKey.get(rowKey(point)) ?? []);
}

/**
 * What most times of a group have in common, see `usualTimes`; of no group there is nothing to say.
 * @param timing place in `timings`
 */
export function usualTimesOf(data: PageDataset, timing: number | null): UsualTimes {
  const times = timing === null ? undefined : data.timings[timing];
  if (times === undefined) return usualTimes([]);
  return obtainWeak(usual, times, () =>
    usualTimes(
      data.group.curves.map(({ points }) =>
        timingRowsOf(
          times,
          points.map((place) => data.group.rows[place]!),
        ),
      ),
    ),
  );
}

function obtainWeak<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
