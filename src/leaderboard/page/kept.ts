import { type DrawnCurve, drawCurve } from '../comparison.js';
import { type Curve, readCurve } from '../curves.js';
import { type Identity, obtain, rowKey } from '../rows.js';
import type { TimingGroup } from '../schema.js';
import { type TimedCurve, timeCurve } from '../timed.js';
import { timeTableOf } from './timetable.js';

// What most choices need again is kept as long as the data that it is made of.

const drawn = new WeakMap<Curve, Map<string, DrawnCurve>>();
const timed = new WeakMap<TimingGroup, (curve: Curve) => TimedCurve>();
const keys = new WeakMap<object, string>();

/** A curve drawn by a metric. */
export function drawnBy(curve: Curve, metric: string): DrawnCurve {
  const byMetric = obtain(drawn, curve, () => new Map());
  return obtain(byMetric, metric, () => drawCurve(readCurve(curve, metric)));
}

/** A curve with its times of a group, those of single images left out. */
export function timedBy(curve: Curve, times: TimingGroup): TimedCurve {
  const find = obtain(timed, times, () => {
    const table = timeTableOf(times);
    const curves = new WeakMap<Curve, TimedCurve>();
    return (each) => obtain(curves, each, () => timeCurve(each, table));
  });
  return find(curve);
}

/** The `rowKey` of a row of the page's data. */
export function keyOf(row: Omit<Identity, 'spec'>): string {
  return obtain(keys, row, () => rowKey(row));
}
