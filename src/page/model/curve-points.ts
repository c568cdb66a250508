import { mean, quantiles } from '../../base/statistics.js';
import { toQuality } from '../../curves/quality-scale.js';
import type { BoardCurve, Reference } from '../../leaderboard/schema.js';
import type { PageDataset } from './contract.js';
import { factsOfMetric } from './metric-text.js';

/** A point of a curve as it is drawn. */
export interface DrawnPoint {
  /** The printed form of codec and settings, or the name of an image. */
  readonly name: string;
  readonly bpp: number;
  readonly value: number;
}

/** A point of a mean curve. */
export interface MeanPoint extends DrawnPoint {
  /** Place in `group.rows`. */
  readonly row: number;
  readonly images: number;
  /** Whether another point of the curve is cheaper and no worse. */
  readonly dominated: boolean;
  /** Whether it is on the curve's convex hull. */
  readonly hull: boolean;
}

/** Which axis of quality: the metric's own unit, or the decibels that curves are compared in. */
export interface Axis {
  readonly metric: string;
  readonly decibels: boolean;
}

/** Whether a metric has another axis in decibels. */
export function hasDecibels(data: Pick<PageDataset, 'metrics'>, metric: string): boolean {
  const { scale } = factsOfMetric(data, metric);
  return scale !== null && scale !== 'value';
}

/** The mean curve, of points that have a finite value of every image; and how many points it lacks. */
export function meanPoints(
  data: PageDataset,
  curve: number,
  axis: Axis,
): { points: MeanPoint[]; lacking: number } {
  const { group } = data;
  const boardCurve = group.curves[curve]!;
  const places = data.group.curves[curve]!.points;
  const points = places.flatMap((place): MeanPoint[] => {
    const row = group.rows[place]!;
    const values = data.rows[place]!.metrics[axis.metric]?.filter((value) => value !== null) ?? [];
    if (!row.complete || row.bpp === null || values.length < group.images) return [];
    return [
      {
        ...{ name: row.spec, row: place, bpp: row.bpp, images: values.length },
        value: onAxis(data, mean(values), axis),
        ...marksOf(boardCurve, axis.metric, row.bpp),
      },
    ];
  });
  return { points: points.filter(isFinitePoint), lacking: places.length - points.length };
}

/** The tenth and the ninetieth percentile of a row's images, the lower one first. */
export function spreadOf(data: PageDataset, row: number, axis: Axis): [number, number] {
  const values = data.rows[row]!.metrics[axis.metric]?.filter((value) => value !== null) ?? [];
  const scaled = values.map((value) => onAxis(data, value, axis));
  return quantiles(scaled, [0.1, 0.9]);
}

/** The curves of the images, each with the image's name. */
export function imagePoints(
  data: PageDataset,
  curve: number,
  axis: Axis,
): { image: string; points: DrawnPoint[] }[] {
  return data.images.flatMap(({ name: image, width, height }, nth) => {
    if (width === null || height === null) return [];
    const points = data.group.curves[curve]!.points.flatMap((place): DrawnPoint[] => {
      const bytes = data.rows[place]!.bytes[nth] ?? null;
      const value = data.rows[place]!.metrics[axis.metric]?.[nth] ?? null;
      if (bytes === null || value === null) return [];
      const { spec } = data.group.rows[place]!;
      return [
        { name: spec, bpp: (8 * bytes) / (width * height), value: onAxis(data, value, axis) },
      ];
    });
    return points.length === 0 ? [] : [{ image, points: points.filter(isFinitePoint) }];
  });
}

/** A published curve, of points that have the metric. */
export function referencePoints(
  data: Pick<PageDataset, 'metrics'>,
  { label, points }: Reference,
  axis: Axis,
): DrawnPoint[] {
  return points
    .flatMap(({ bpp, metrics }): DrawnPoint[] => {
      const value = metrics[axis.metric] ?? null;
      return value === null ? [] : [{ name: label, bpp, value: onAxis(data, value, axis) }];
    })
    .filter(isFinitePoint);
}

function onAxis(
  data: Pick<PageDataset, 'metrics'>,
  value: number,
  { metric, decibels }: Axis,
): number {
  const { scale } = factsOfMetric(data, metric);
  return decibels && scale !== null ? toQuality(value, scale) : value;
}

function isFinitePoint({ bpp, value }: DrawnPoint): boolean {
  return Number.isFinite(bpp) && Number.isFinite(value);
}

/** The leaderboard names points by their rate, which is rounded as that of the row. */
function marksOf({ marks }: BoardCurve, metric: string, bpp: number) {
  const own = marks[metric];
  return {
    dominated: own?.dominated.includes(bpp) ?? false,
    hull: own?.hull.includes(bpp) ?? false,
  };
}
