import { groupBy } from '../base/group-by.js';
import { mean } from '../base/statistics.js';
import type { ReferenceCurve } from '../results/reference.js';
import type { LeftOut } from './published-curve.js';

/** A row of a file: a point of a curve, or one picture of it. */
export interface CurveRow {
  /** Where it stands, for people: `line 7`. */
  readonly place: string;
  /** Null of a file with one curve. */
  readonly curve: string | null;
  /** Of the data set, where the row tells it. */
  readonly dataset: string | null;
  /** What tells the points of a curve apart; null where each row is a point. */
  readonly setting: string | null;
  /** Null where each row is a point: its figures are means. */
  readonly image: string | null;
  readonly bpp: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly encodeSeconds: number | null;
  readonly decodeSeconds: number | null;
}

/** A curve made of rows, before it has a label. */
export interface RowsCurve {
  readonly name: string | null;
  readonly dataset: string | null;
  readonly points: ReferenceCurve['points'];
  readonly leftOut: readonly LeftOut[];
}

/** The curves of a file's rows, and what is in none of them, for people. */
export interface RowsCurves {
  readonly curves: readonly RowsCurve[];
  readonly leftOut: readonly string[];
}

/**
 * Curves of rows: points are means over the pictures, as on the leaderboard, so a point is one only
 * with every picture that the file has of the data set. Curves stand in the order of their first
 * rows, points from the lowest rate on. Pure.
 */
export function curvesOfRows(rows: readonly CurveRow[]): RowsCurves {
  const leftOut: string[] = [];
  const pictures = groupBy(rows, ({ dataset }) => dataset ?? '');
  const curves = [...groupBy(rows, ({ curve, dataset }) => JSON.stringify([dataset, curve]))];
  const made = curves.map(([, own]): RowsCurve => {
    const { curve, dataset } = own[0]!;
    const all = new Set(pictures.get(dataset ?? '')!.map(({ image }) => image)).size;
    const points: ReferenceCurve['points'] = [];
    for (const [, found] of groupBy(own, ({ setting, place }) => setting ?? place)) {
      const point = distinct(found, leftOut);
      const title = [curve, found[0]!.setting].filter((part) => part !== null).join(' ');
      if (point.length < all) {
        leftOut.push(`${title}: it has ${point.length} of ${all} pictures`);
      } else points.push(pointOf(point));
    }
    points.sort((a, b) => a.bpp - b.bpp);
    return { name: curve, dataset, points, leftOut: withoutDecibels(points) };
  });
  return { curves: made.filter(({ points }) => points.length > 0), leftOut };
}

/** Why values of a metric that ends at 1 are not taken. */
export const decibelsReason = 'values beyond 0..1 are in decibels, of a mean that is not told';

/** Whether values of MS-SSIM are in decibels. */
export function inDecibels(id: string, values: readonly (number | null)[]): boolean {
  return id === 'ms-ssim' && values.some((value) => value !== null && (value > 1 || value < 0));
}

/** Takes metrics in decibels out of the points, and tells of them. */
function withoutDecibels(points: ReferenceCurve['points']): LeftOut[] {
  const ids = new Set(points.flatMap(({ metrics }) => Object.keys(metrics)));
  const wrong = [...ids].filter((id) =>
    inDecibels(
      id,
      points.map(({ metrics }) => metrics[id] ?? null),
    ),
  );
  for (const { metrics, images = {} } of points) {
    const all = [metrics, ...Object.values(images).map((image) => image.metrics)];
    for (const each of all) for (const id of wrong) delete each[id];
  }
  return wrong.map((field) => ({ field, reason: decibelsReason }));
}

/** The rows of a point, one of each picture: the first. */
function distinct(rows: readonly CurveRow[], leftOut: string[]): CurveRow[] {
  const first = new Map<string | null, CurveRow>();
  for (const row of rows) {
    const before = first.get(row.image);
    if (before === undefined) first.set(row.image, row);
    else leftOut.push(`${row.place}: it has curve, setting and picture of ${before.place}`);
  }
  return [...first.values()];
}

function pointOf(rows: readonly CurveRow[]): ReferenceCurve['points'][number] {
  const ids = [...new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)))];
  const encodeSeconds = meanOf(rows, (row) => row.encodeSeconds);
  const decodeSeconds = meanOf(rows, (row) => row.decodeSeconds);
  const images = rows.flatMap(({ image, bpp, metrics }) =>
    image === null ? [] : [[image, { bpp, metrics: { ...metrics } }] as const],
  );
  return {
    bpp: mean(rows.map(({ bpp }) => bpp)),
    metrics: Object.fromEntries(
      ids.map((id) => [id, meanOf(rows, ({ metrics }) => metrics[id] ?? null)]),
    ),
    ...(images.length > 0 && { images: Object.fromEntries(images) }),
    ...(encodeSeconds !== null && { encodeSeconds }),
    ...(decodeSeconds !== null && { decodeSeconds }),
  };
}

/** Null where one row has no value: a mean over fewer pictures is another one. */
function meanOf(rows: readonly CurveRow[], value: (row: CurveRow) => number | null): number | null {
  const values = rows.map(value);
  return values.some((each) => each === null) ? null : mean(values as number[]);
}
