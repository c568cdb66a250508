import type { MetricFacts } from '../../curves/metric-facts.js';
import { type DrawnCurve, drawCurve } from '../../leaderboard/comparison.js';
import { type CodecCurve, readByMetric } from '../../leaderboard/metric-curves.js';
import type { Identity } from '../../leaderboard/record-groups.js';
import type { TimingGroup } from '../../leaderboard/schema.js';
import { type TimedCurve, withTimes } from '../../leaderboard/timed-curves.js';
import { codecKey } from '../../results/identity.js';
import { imageTimesTableOf } from './image-times-table.js';

// What most choices need again is kept as long as the data that it is made of.

const drawn = new WeakMap<CodecCurve, Map<string, DrawnCurve>>();
const timed = new WeakMap<TimingGroup, (curve: CodecCurve) => TimedCurve>();
const keys = new WeakMap<object, string>();

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

function obtainWeak<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
