import type { RdRecord } from '../sweeps/record.js';
import { undominated } from './bdrate.js';
import { compareCurves, readAtFixed } from './comparison.js';
import { convexHull } from './curve.js';
import { type Curve, curvesOf, meanCurve } from './curves.js';
import type { Bootstrap } from './direction.js';
import { qualityScale } from './quality.js';
import type { RowRecords } from './rows.js';
import type { CurveStanding, RdGroup } from './schema.js';

export interface StandingOptions {
  /** Label of the curve that all others are compared with, or the codec whose first curve is. */
  readonly anchor: string;
  readonly bootstrap: Bootstrap;
}

/**
 * The curves of a group, each compared with the anchor's by every metric that is a scale of quality.
 * Pure. Where the group has no such anchor, the comparisons are empty.
 */
export function standings(
  rows: readonly RowRecords<RdRecord>[],
  images: number,
  { anchor: wanted, bootstrap }: StandingOptions,
): Pick<RdGroup, 'anchor' | 'curves'> {
  const curves = curvesOf(rows, images);
  const anchor = findAnchor(curves, wanted);
  const metrics = [
    ...new Set(
      rows.flatMap(({ records }) => records.flatMap((record) => Object.keys(record.metrics))),
    ),
  ]
    .filter((metric) => qualityScale(metric) !== null)
    .sort();
  return {
    anchor: anchor?.label ?? null,
    curves: curves.map((curve) => ({
      label: curve.label,
      codec: curve.codec,
      engine: curve.engine,
      knob: curve.knob,
      points: curve.points.map(({ spec }) => spec),
      complete: curve.points.every(({ complete }) => complete),
      images: Math.min(...curve.points.map(({ records }) => records.length)),
      versions: {},
      marks: Object.fromEntries(metrics.map((metric) => [metric, marksOf(curve, metric)])),
      comparisons: anchor
        ? metrics.map((metric) => compareCurves(anchor, curve, metric, { bootstrap }))
        : [],
      ...readAtFixed(curve, metrics),
      speeds: [],
      fronts: [],
    })),
  };
}

function findAnchor(curves: readonly Curve[], wanted: string): Curve | undefined {
  return (
    curves.find(({ label }) => label === wanted) ?? curves.find(({ codec }) => codec === wanted)
  );
}

/** Which points of a mean curve another one beats, and which are on its convex hull: by rate. */
function marksOf(curve: Curve, metric: string): CurveStanding['marks'][string] {
  const points = meanCurve(curve, metric);
  const kept = new Set(undominated(points));
  const hull = new Set(convexHull(points));
  return {
    dominated: points.filter((point) => !kept.has(point)).map(({ rate }) => rate),
    hull: points.filter((point) => hull.has(point)).map(({ rate }) => rate),
  };
}
