import { undominated } from '../curves/bd-rate.js';
import type { Bootstrap } from '../curves/bootstrap.js';
import { factsOf, type MetricFacts } from '../curves/metric-facts.js';
import { convexHull } from '../curves/reading.js';
import { compareCurves, drawCurve, withIntervals } from './comparison.js';
import { readAtFixed } from './fixed-points.js';
import { frontMarks } from './fronts.js';
import { noImageCurves } from './image-curves.js';
import type { ImageTimesTable } from './image-times.js';
import { type CodecCurve, type MetricCurve, readByMetric, tableCurves } from './metric-curves.js';
import type { RdTable } from './rd-table.js';
import type { BoardCurve, Comparison, RdGroup } from './schema.js';
import { compareTimes, curveSpeed, pairTimes, type TimedCurve, withTimes } from './timed-curves.js';

export interface GroupOptions {
  /**
   * Label of the curve that all others are compared with, or the codec whose first curve is; with
   * `@` and the engine's version where several versions have it, else the one written last.
   */
  readonly anchor: string;
  /** What is known of metrics, by id. */
  readonly facts: ReadonlyMap<string, MetricFacts>;
  readonly bootstrap: Bootstrap;
  /** Times of the data set; those of others are left out. */
  readonly times?: readonly ImageTimesTable[];
  /** Time of the calibration kernel on a testbed over that on the reference machine. */
  readonly slownessOf?: (testbed: string) => number | null;
}

/**
 * The curves of a group, each compared with the anchor's by every metric that is a scale of quality.
 * Pure. Where the group has no such anchor, the comparisons are empty.
 */
export function groupCurves(
  table: RdTable,
  { anchor: wanted, facts, bootstrap, times = [], slownessOf = () => null }: GroupOptions,
): Pick<RdGroup, 'anchor' | 'anchorCurve' | 'curves'> {
  const curves = tableCurves(table);
  const anchor = findAnchor(curves, wanted);
  const scales = [...new Set(table.rows.flatMap((row) => [...row.metrics.keys()]))]
    .sort()
    .map((metric) => factsOf(facts, metric))
    .filter(({ scale }) => scale !== null);
  const tables = times.filter(({ dataset }) => dataset === table.dataset);
  const timed = curves.map((curve) => tables.map((each) => withTimes(curve, each)));
  const comparisons = curves.map((): Comparison[] => []);
  const means = curves.map(() => new Map<string, MetricCurve>());
  for (const metric of scales) {
    const drawn = anchor === null ? null : drawCurve(readByMetric(curves[anchor]!, metric));
    const compared = curves.flatMap((curve, i) => {
      const read = i === anchor ? drawn!.curve : readByMetric(curve, metric);
      // Without those of the images: of all curves by all metrics they would not fit at once.
      means[i]!.set(metric.id, { ...read, images: noImageCurves });
      if (anchor === null || drawn === null) return [];
      const own = timed[i]!.map((each, n) => [timed[anchor]![n]!, each] as const);
      return {
        ...compareCurves(drawn, read, {
          of: table.covered,
          times: own.map(([before, after]) => pairTimes(before, after, table.images)),
        }),
        times: own.map(([before, after]) => compareTimes(drawn.curve, read, before, after)),
      };
    });
    for (const [i, each] of withIntervals(compared, { bootstrap, of: table.covered }).entries()) {
      comparisons[i]!.push(each);
    }
  }
  const fronts = frontsOf(curves, means, timed, scales);
  return {
    anchor: anchor === null ? null : curves[anchor]!.label,
    anchorCurve: anchor,
    curves: curves.map((curve, i) => ({
      label: curve.label,
      codec: curve.codec,
      engine: curve.engine,
      knob: curve.knob,
      points: curve.points.map(({ place }) => place),
      complete: isComplete(curve),
      images: Math.min(...curve.points.map(({ row }) => row.images.length)),
      versions: Object.fromEntries(
        [...means[i]!].flatMap(([metric, { version }]) =>
          version === null ? [] : [[metric, version]],
        ),
      ),
      marks: Object.fromEntries([...means[i]!].map(([metric, each]) => [metric, marksOf(each)])),
      comparisons: comparisons[i]!,
      ...readAtFixed(means[i]!, scales),
      speeds: timed[i]!.map((each) => curveSpeed(each, slownessOf(each.table.testbed))),
      fronts: fronts[i]!,
    })),
  };
}

function isComplete({ points }: CodecCurve): boolean {
  return points.every(({ complete }) => complete);
}

function frontsOf(
  curves: readonly CodecCurve[],
  means: readonly ReadonlyMap<string, MetricCurve>[],
  timed: readonly (readonly TimedCurve[])[],
  scales: readonly MetricFacts[],
): BoardCurve['fronts'][] {
  const tables = timed[0]?.length ?? 0;
  const byTable = Array.from({ length: tables }, (_, n) =>
    frontMarks(
      curves.map((curve, i) => ({
        complete: isComplete(curve),
        metrics: means[i]!,
        times: timed[i]![n]!,
      })),
      scales,
    ),
  );
  return curves.map((_, i) => byTable.flatMap((marks) => marks[i]!));
}

/**
 * The curves of one label that a name stands for, without a version: it is the label, or the codec
 * whose first curve has it. Several engine versions may have it.
 */
export function curvesNamed<C extends Pick<CodecCurve, 'label' | 'codec'>>(
  curves: readonly C[],
  name: string,
): C[] {
  const label = curves.some((curve) => curve.label === name)
    ? name
    : curves.find(({ codec }) => codec === name)?.label;
  return curves.filter((curve) => curve.label === label);
}

/** Index of the anchor's curve, or null. */
function findAnchor(curves: readonly CodecCurve[], wanted: string): number | null {
  let found = curvesNamed(curves, wanted);
  if (found.length === 0) {
    const at = wanted.indexOf('@');
    if (at < 0) return null;
    const version = wanted.slice(at + 1);
    found = curvesNamed(curves, wanted.slice(0, at)).filter(
      ({ engine }) => engine.version === version || `${engine.name}@${engine.version}` === version,
    );
  }
  const [first, ...others] = found;
  if (first === undefined) return null;
  // Of two written at one time the later in the list: the higher version.
  const last = others.reduce((a, b) => (writtenAt(b) >= writtenAt(a) ? b : a), first);
  return curves.indexOf(last);
}

/** When the last record of a curve was written, in milliseconds. */
function writtenAt({ points }: CodecCurve): number {
  return points.reduce(
    (latest, { row }) => row.at.reduce((a, b) => Math.max(a, b), latest),
    Number.NEGATIVE_INFINITY,
  );
}

/** Which points of a mean curve another one beats, and which are on its convex hull: by rate. */
function marksOf({ mean }: MetricCurve): BoardCurve['marks'][string] {
  const best = new Set(undominated(mean));
  const hull = new Set(convexHull(mean));
  return {
    dominated: mean.filter((point) => !best.has(point)).map(({ rate }) => rate),
    hull: mean.filter((point) => hull.has(point)).map(({ rate }) => rate),
  };
}
