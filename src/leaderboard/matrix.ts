import {
  type BdMethod,
  type BdRate,
  bdRateOf,
  drawRate,
  type RatePoint,
} from '../curves/bd-rate.js';
import { qualityScale, toQuality } from '../curves/quality-scale.js';
import { joinCurves } from './metric-curves.js';
import type { CurveStanding, RdGroup, RdRow } from './schema.js';

/** A curve of means, as leaderboard.json or a publication has it. */
export interface MeanCurve {
  readonly label: string;
  readonly points: readonly {
    readonly bpp: number;
    /** By metric; null or absent where the point has no finite mean over all images. */
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
}

/** BD-rates of all pairs. */
export interface BdMatrix {
  readonly metric: string;
  readonly labels: readonly string[];
  /** `cells[test][anchor]`, in the order of the labels. */
  readonly cells: readonly (readonly BdRate[])[];
}

/**
 * BD-rates by mean curves of every curve against every other. Pure, and of use in a browser: it
 * needs nothing but what leaderboard.json holds. What is to be ranked should be complete.
 */
export function bdMatrix(
  curves: readonly MeanCurve[],
  metric: string,
  { method = 'pchip' }: { readonly method?: BdMethod } = {},
): BdMatrix {
  const drawn = curves.map((curve) => drawRate(ratePoints(curve, metric), method));
  return {
    metric,
    labels: curves.map(({ label }) => label),
    cells: drawn.map((test) => drawn.map((anchor) => bdRateOf(anchor, test))),
  };
}

/** The points of a curve of means by one metric, on the metric's scale of quality. */
export function ratePoints({ points }: MeanCurve, metric: string): RatePoint[] {
  const scale = qualityScale(metric);
  if (scale === null) return [];
  return points.flatMap(({ bpp, metrics }) => {
    const value = Object.hasOwn(metrics, metric) ? metrics[metric]! : null;
    const quality = value === null ? Number.NaN : toQuality(value, scale);
    return Number.isFinite(quality) ? [{ rate: bpp, quality }] : [];
  });
}

/**
 * A group's curves as curves of means, in its order: the complete rows of each, with the means of
 * metrics that all images have at the curve's version of the metric.
 */
export function meanCurves({
  rows,
  curves,
  images,
}: RdGroup): (MeanCurve & Pick<CurveStanding, 'complete' | 'engine'>)[] {
  const joined = rowsOfCurves({ rows, curves });
  return curves.map(({ label, engine, complete, versions }, place) => {
    const points = joined[place]!.filter((row) => row.complete).map((row) => {
      const metrics = Object.entries(row.metrics).map(([id, { mean, n, version }]) => [
        id,
        n === images && version === versions[id] ? mean : null,
      ]);
      return { bpp: row.bpp!, metrics: Object.fromEntries(metrics) };
    });
    return { label, engine, complete, points };
  });
}

/**
 * The rows of each curve, joined as the curves were: their printed form alone does not tell, for
 * where a default was changed, rows of the old one and of the new one are printed alike.
 */
function rowsOfCurves({ rows, curves }: Pick<RdGroup, 'rows' | 'curves'>): RdRow[][] {
  const knobOf = ({ codec, spec, engine }: RdRow): string | null =>
    curves.find(
      (curve) =>
        curve.codec === codec &&
        curve.engine.name === engine.name &&
        curve.engine.version === engine.version &&
        curve.engine.runtime === engine.runtime &&
        curve.points.includes(spec),
    )?.knob ?? null;
  const points = rows
    .filter((row) => row.images > 0)
    .map((row) => ({ identity: row, knob: knobOf(row), bpp: row.bpp!, row }));
  return joinCurves(points).map((curve) => curve.points.map(({ row }) => row));
}
