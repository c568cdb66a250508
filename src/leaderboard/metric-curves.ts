import { withoutSettings } from '../base/spec.js';
import { mean } from '../base/statistics.js';
import { sum } from '../base/sums.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { type QualityScale, toQuality } from '../curves/quality-scale.js';
import { type Finished, isFinished } from '../results/finished.js';
import { curveKey } from '../results/identity.js';
import type { RdRecord } from '../results/record.js';
import {
  type ImageCurves,
  imageCurves,
  type MetricPoint,
  noImageCurves,
  type PointColumn,
} from './image-curves.js';
import { presentVersion, valuesOf } from './metric-column.js';
import type { RdTable, RdTableRow } from './rd-table.js';
import { compare, type Identity, obtain, type RowRecords } from './record-groups.js';

/** A codec with all settings except the rate knob; one point for each value of the knob. */
export interface CodecCurveOf<P> {
  /** The printed form without the knob, `avif:speed=0`. */
  readonly label: string;
  readonly codec: string;
  readonly engine: Identity['engine'];
  readonly knob: string | null;
  /** From the lowest rate on. */
  readonly points: readonly P[];
}

export type CodecCurve = CodecCurveOf<CodecCurvePoint>;

/** One row of the table, as a point of its curve. */
export interface CodecCurvePoint {
  readonly identity: Identity;
  /** Index of its row in the table. */
  readonly place: number;
  /** Mean bits per pixel over the images, as in the row. */
  readonly bpp: number;
  /** Whether it has every image of the group; only such points stand for the mean curve. */
  readonly complete: boolean;
  readonly row: RdTableRow;
}

/** A curve by one metric, on the metric's scale of quality. */
export interface MetricCurve {
  readonly metric: string;
  /** Null of a metric that is no scale of quality. */
  readonly scale: QualityScale | null;
  /** Of the metric: that of the record written last. Null where no record has the metric. */
  readonly version: string | null;
  /** How many points the curve has, with values or without. */
  readonly points: number;
  /** Values of points and images that have no place on the scale, as the pictures do not differ. */
  readonly infinite: number;
  /** Mean rate and mean value of each complete point whose images all have a finite value. */
  readonly mean: readonly MetricPoint[];
  /** The curve of each image. Infinite values are out. */
  readonly images: ImageCurves;
}

/** The curves of a table, in a stable order; rows without a good record are left out. */
export function tableCurves({ rows, covered }: Pick<RdTable, 'rows' | 'covered'>): CodecCurve[] {
  const points = rows.flatMap((row, place) => {
    const { identity, knob, bpp } = row;
    if (bpp.length === 0) return [];
    const complete = bpp.length === covered;
    return [{ identity, place, knob, bpp: sum(bpp) / bpp.length, complete, row }];
  });
  return joinCurves(points);
}

/**
 * The same of rows of whole records.
 * @param images N of n/N: how many images a complete row has
 */
export function recordCurves(
  rows: readonly RowRecords<RdRecord>[],
  images: number,
): CodecCurveOf<
  Joinable & { readonly complete: boolean; readonly records: readonly Finished[] }
>[] {
  const points = rows.flatMap(({ identity, records: all }) => {
    const records = all.filter(isFinished);
    if (records.length === 0) return [];
    const bpp = mean(records.map((record) => record.bpp));
    const complete = records.length === images;
    const { knob } = all[0]!;
    return [{ identity, knob, bpp, complete, records }];
  });
  return joinCurves(points);
}

interface Joinable {
  readonly identity: Identity;
  readonly knob: string | null;
  readonly bpp: number;
}

/**
 * Rows that differ in the rate knob alone are one curve; where a rate was measured with several weights of
 * its own, each is one by itself. In a stable order; of curves with one label and version, in the order of
 * the rows.
 */
function joinCurves<P extends Joinable>(rows: readonly P[]): CodecCurveOf<P>[] {
  const specs = new Set<string>();
  const several = new Set<string>();
  for (const { identity, knob } of rows) {
    const key = curveKey(identity, knob);
    const spec = JSON.stringify([key, identity.spec]);
    if (specs.has(spec)) several.add(key);
    specs.add(spec);
  }
  const curves = new Map<string, CodecCurveOf<P> & { points: P[] }>();
  for (const row of rows) {
    const { identity, knob } = row;
    const key = curveKey(identity, knob);
    const own = several.has(key) ? `${key} ${identity.engine.version}` : key;
    const curve = obtain(curves, own, () => ({
      label: withoutSettings(identity.spec, [knob]),
      codec: identity.codec,
      engine: identity.engine,
      knob,
      points: [],
    }));
    curve.points.push(row);
  }
  for (const { points } of curves.values()) points.sort((a, b) => a.bpp - b.bpp);
  return [...curves.values()].sort(
    (a, b) => compare(a.label, b.label) || compare(a.engine.version, b.engine.version),
  );
}

/** Reads a curve by a metric; without points for a metric that is no scale of quality. */
export function readByMetric(
  { points }: CodecCurve,
  { id: metric, scale }: Pick<MetricFacts, 'id' | 'scale'>,
): MetricCurve {
  const present = points.flatMap(({ row: { metrics, at } }) => {
    const column = metrics.get(metric);
    return column ? [{ column, at }] : [];
  });
  const version = presentVersion(present);
  const read = { metric, scale, version, points: points.length };
  if (scale === null || version === null) {
    return { ...read, infinite: 0, mean: [], images: noImageCurves };
  }
  let infinite = 0;
  const means: MetricPoint[] = [];
  const columns: PointColumn[] = [];
  for (const [point, { bpp, complete, row }] of points.entries()) {
    const column = row.metrics.get(metric);
    if (column === undefined) continue;
    const values = valuesOf(column, version);
    const quality = toQuality(sum(values) / values.length, scale);
    if (complete && values.every(Number.isFinite) && Number.isFinite(quality)) {
      means.push({ rate: bpp, quality, point });
    }
    const own = values.map((value) => (Number.isFinite(value) ? toQuality(value, scale) : value));
    for (const each of own) if (each === Number.POSITIVE_INFINITY) infinite += 1;
    columns.push({ point, images: row.images, rate: row.bpp, quality: own });
  }
  return { ...read, infinite, mean: means, images: imageCurves(columns) };
}
