import {
  type BdMethod,
  type BdRate,
  bdRateOf,
  drawRate,
  type RatePoint,
} from '../curves/bd-rate.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { toQuality } from '../curves/quality-scale.js';
import { compareMeans } from './comparison.js';
import type { MetricCurve } from './metric-curves.js';
import type { BoardCurve, Comparison, RdGroup } from './schema.js';

/** A curve of means, as leaderboard.json or a publication has it. */
export interface MeanCurve {
  readonly label: string;
  readonly points: readonly {
    readonly bpp: number;
    /** By metric; null or absent where the point has no finite mean over all images. */
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
}

/** A BD-rate, with the images that it is over where these are not all of the group. */
export type MatrixCell = BdRate & Pick<Comparison, 'over'>;

/** BD-rates of all pairs. */
export interface BdMatrix {
  readonly metric: string;
  readonly labels: readonly string[];
  /** `cells[test][anchor]`, in the order of the labels. */
  readonly cells: readonly (readonly MatrixCell[])[];
}

/**
 * BD-rates by mean curves of every curve against every other. Pure, and of use in a browser: it
 * needs nothing but what leaderboard.json holds. What is to be ranked should be complete.
 * @param whole the same curves with those of their images, where these are at hand: two whose points
 *   lack some images are then compared over the images that both have
 */
export function bdMatrix(
  curves: readonly MeanCurve[],
  metric: Pick<MetricFacts, 'id' | 'scale'>,
  {
    method = 'pchip',
    whole,
  }: {
    readonly method?: BdMethod;
    readonly whole?: { readonly curves: readonly MetricCurve[]; readonly images: number };
  } = {},
): BdMatrix {
  const drawn = curves.map((curve) => drawRate(ratePoints(curve, metric), method));
  const cell = (anchor: number, test: number): MatrixCell => {
    const found = bdRateOf(drawn[anchor]!, drawn[test]!);
    if (found.percent !== null || whole === undefined) return found;
    const [a, t] = [anchor, test].map((i) => ({ curve: whole.curves[i]!, mean: drawn[i]! }));
    return compareMeans(a!, t!, { of: whole.images, method });
  };
  return {
    metric: metric.id,
    labels: curves.map(({ label }) => label),
    cells: drawn.map((_, test) => drawn.map((_, anchor) => cell(anchor, test))),
  };
}

/** The points of a curve of means by one metric, on the metric's scale of quality. */
export function ratePoints(
  { points }: MeanCurve,
  { id, scale }: Pick<MetricFacts, 'id' | 'scale'>,
): RatePoint[] {
  if (scale === null) return [];
  return points.flatMap(({ bpp, metrics }) => {
    const value = Object.hasOwn(metrics, id) ? metrics[id]! : null;
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
}: RdGroup): (MeanCurve & Pick<BoardCurve, 'complete' | 'engine'>)[] {
  return curves.map(({ label, engine, complete, versions, points: places }) => {
    const own = places.map((place) => rows[place]!);
    const points = own
      .filter((row) => row.complete)
      .map((row) => {
        const metrics = Object.entries(row.metrics).map(([id, { mean, n, version }]) => [
          id,
          n === images && version === versions[id] ? mean : null,
        ]);
        return { bpp: row.bpp!, metrics: Object.fromEntries(metrics) };
      });
    return { label, engine, complete, points };
  });
}
