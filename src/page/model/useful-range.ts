import { fromQuality, toQuality } from '../../curves/quality-scale.js';
import type { PageDataset } from './contract.js';
import type { Axis, DrawnPoint } from './curve-points.js';
import { factsOfMetric } from './metric-text.js';

/** A part of a chart of rate and distortion. */
export interface Frame {
  readonly bpp: readonly [low: number, high: number];
  /** The lower value first, whichever way is better. */
  readonly value: readonly [low: number, high: number];
}

/**
 * The part of the chart that pictures for use lie in: from the lowest quality that the metric tells rates
 * at, else from what the anchor has at a quarter of a bit a pixel, up to the best that is drawn. Null
 * where nothing is known to be useful, or all of it is.
 */
export function usefulFrame(
  data: PageDataset,
  curves: readonly (readonly DrawnPoint[])[],
  axis: Axis,
): Frame | null {
  const { scale } = factsOfMetric(data, axis.metric);
  const floor = usefulFloor(data, axis.metric);
  if (scale === null || floor === null) return null;
  const qualityOf = (value: number): number => (axis.decibels ? value : toQuality(value, scale));
  const inside = curves.map((points) =>
    points
      .filter(({ value }) => qualityOf(value) >= floor)
      .map(({ bpp, value }) => ({ bpp, value })),
  );
  const kept = inside.flat();
  if (kept.length < 2 || kept.length === curves.flat().length) return null;
  const bpps = kept.map(({ bpp }) => bpp);
  const end = axis.decibels ? floor : fromQuality(floor, scale);
  const values = [end, ...kept.map(({ value }) => value)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.04 * (high - low);
  return {
    bpp: [Math.min(...bpps) / 1.15, Math.max(...bpps) * 1.1],
    value: [low - room, high + room],
  };
}

/** The least quality of use, on the metric's scale. */
function usefulFloor({ metrics, group }: PageDataset, metric: string): number | null {
  const { scale, fixedQualities } = factsOfMetric({ metrics }, metric);
  if (scale === null) return null;
  const told = fixedQualities.map((value) => toQuality(value, scale));
  if (told.length > 0) return Math.min(...told);
  return group.curves[group.anchorCurve ?? -1]?.quality[metric]?.['0.25'] ?? null;
}
