import type { BdMethod } from '../../curves/bd-rate.js';
import { bdMatrix, type MatrixCell, meanCurves } from '../../leaderboard/matrix.js';
import type { CodecCurve } from '../../leaderboard/metric-curves.js';
import type { PageDataset } from './contract.js';
import { drawnCurve } from './memo.js';
import { factsOfMetric } from './metric-text.js';
import { curveOptions } from './selection.js';

export type { MatrixCell };

/** A curve as a line of the matrix: its BD-rates against every curve shown, in their order. */
export interface MatrixLine {
  /** Place in `group.curves`. */
  readonly curve: number;
  readonly name: string;
  /** Percent: of the geometric mean of its ratios of rate to the other curves that it has one to. */
  readonly mean: number;
  readonly compared: number;
  readonly cells: readonly MatrixCell[];
}

export interface Matrix {
  /**
   * The cheapest on average first, and behind them those that lack a figure against some other curve:
   * their means are over other curves, and no rank. Columns stand in the same order.
   */
  readonly lines: readonly MatrixLine[];
  /** Names of curves that have no figure against any other, and of those that are incomplete. */
  readonly alone: readonly string[];
  readonly incomplete: readonly string[];
}

/**
 * BD-rates of all pairs of complete curves, by mean curves. Pure.
 * @param curves of `codecCurves`
 */
export function pairsMatrix(
  data: PageDataset,
  curves: readonly CodecCurve[],
  { metric, method }: { readonly metric: string; readonly method: BdMethod },
): Matrix {
  const { group } = data;
  const names = curveOptions(group).map(({ name }) => name);
  const means = meanCurves(group);
  const complete = means.flatMap(({ complete }, curve) => (complete ? [curve] : []));
  const facts = factsOfMetric(data, metric);
  const whole = complete.map((curve) => drawnCurve(curves[curve]!, facts).curve);
  const { cells } = bdMatrix(
    complete.map((curve) => means[curve]!),
    facts,
    { method, whole: { curves: whole, images: group.images } },
  );
  const lines = complete.map((curve, place) => {
    const logarithms = cells[place]!.flatMap(({ percent }, other) =>
      other === place || percent === null ? [] : [Math.log1p(percent / 100)],
    );
    const sum = logarithms.reduce((total, each) => total + each, 0);
    const mean = 100 * Math.expm1(sum / logarithms.length);
    return { curve, place, mean, compared: logarithms.length };
  });
  const some = lines.filter(({ compared }) => compared > 0);
  const lacks = ({ compared }: (typeof lines)[number]): number =>
    compared < some.length - 1 ? 1 : 0;
  const shown = some.toSorted(
    (a, b) => lacks(a) - lacks(b) || a.mean - b.mean || a.curve - b.curve,
  );
  return {
    lines: shown.map(({ curve, place, mean, compared }) => ({
      ...{ curve, name: names[curve]!, mean, compared },
      cells: shown.map((other) => cells[place]![other.place]!),
    })),
    alone: lines.filter(({ compared }) => compared === 0).map(({ curve }) => names[curve]!),
    incomplete: means.flatMap(({ complete: whole }, curve) => (whole ? [] : [names[curve]!])),
  };
}

/** How strongly a cell is coloured, -1..1: twice the rate is as far from 0 as half of it. */
export function tintOf(percent: number): number {
  return Math.max(-1, Math.min(1, Math.log2(1 + percent / 100)));
}
