import type { MetricFacts } from '../../curves/metric-facts.js';
import { type DrawnCurve, drawCurve } from '../../leaderboard/comparison.js';
import { type Curve, readCurve } from '../../leaderboard/metric-curves.js';
import type { Identity } from '../../leaderboard/record-groups.js';
import type { TimingGroup } from '../../leaderboard/schema.js';
import { type TimedCurve, timeCurve } from '../../leaderboard/timed-curves.js';
import { codecKey } from '../../results/identity.js';
import { timeTableOf } from './time-table.js';

// What most choices need again is kept as long as the data that it is made of.

const drawn = new WeakMap<Curve, Map<string, DrawnCurve>>();
const timed = new WeakMap<TimingGroup, (curve: Curve) => TimedCurve>();
const keys = new WeakMap<object, string>();

/** A curve drawn by a metric. */
export function drawnBy(curve: Curve, metric: Pick<MetricFacts, 'id' | 'scale'>): DrawnCurve {
  const byMetric = obtainWeak(drawn, curve, () => new Map<string, DrawnCurve>());
  const known = byMetric.get(metric.id) ?? drawCurve(readCurve(curve, metric));
  byMetric.set(metric.id, known);
  return known;
}

/** A curve with its times of a group, those of single images left out. */
export function timedBy(curve: Curve, times: TimingGroup): TimedCurve {
  const find = obtainWeak(timed, times, () => {
    const table = timeTableOf(times);
    const curves = new WeakMap<Curve, TimedCurve>();
    return (each) => obtainWeak(curves, each, () => timeCurve(each, table));
  });
  return find(curve);
}

/** The `codecKey` of a row of the page's data. */
export function keyOf(row: Omit<Identity, 'spec'>): string {
  return obtainWeak(keys, row, () => codecKey(row));
}

function obtainWeak<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
