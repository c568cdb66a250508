import type { KnobModel, PlacedPoint } from './knob-model.js';

/** How curves of pictures differ from what leads a search. */
export interface Doubt {
  /** Standard deviation of a single value from an even curve, in quality. */
  readonly jitter: number;
  /** Standard deviation of a curve from the guide, in quality. */
  readonly spread: number;
}

/** What is expected of a place: a normal distribution. */
export interface Expected {
  readonly mean: number;
  /** Never below the jitter. */
  readonly deviation: number;
}

/** Places over which a curve keeps its distance from the guide: curves drift apart slowly. */
const reach = 3;

/**
 * What quality is to be expected at a place, by the guide and the points: regression by a Gaussian process
 * whose mean is the guide, whose covariance falls with the square of the distance in places, and whose
 * points have jitter (Rasmussen and Williams 2006, 2.2). A point that is off by chance so moves the curve
 * no more than the jitter lets it. Where points lie farther from the guide than curves do, curves are taken
 * to stray as far.
 * @param guide quality by place
 */
export function believe(
  points: readonly PlacedPoint[],
  guide: KnobModel,
  { jitter, spread }: Doubt,
): (place: number) => Expected {
  const own = points.filter(({ quality }) => Number.isFinite(quality));
  const residuals = own.map(({ place, quality }) => quality - guide(place));
  const seen = Math.sqrt(dot(residuals, residuals) / Math.max(1, own.length));
  const variance = Math.max(spread, seen) ** 2;
  const common = (a: number, b: number): number =>
    variance * Math.exp(-(((a - b) / reach) ** 2) / 2);
  const inverse = inverseOf(
    own.map((a, i) => own.map((b, j) => common(a.place, b.place) + (i === j ? jitter ** 2 : 0))),
  );
  const weights = inverse.map((row) => dot(row, residuals));
  return (place) => {
    const shared = own.map((point) => common(point.place, place));
    const known = dot(
      shared,
      inverse.map((row) => dot(row, shared)),
    );
    return {
      mean: guide(place) + dot(shared, weights),
      deviation: Math.sqrt(Math.max(variance - known, 0) + jitter ** 2),
    };
  };
}

/** Share of a normal distribution that lies at a value or above. Abramowitz and Stegun 7.1.26, to 1e-7. */
export function chanceAbove({ mean, deviation }: Expected, value: number): number {
  const z = (mean - value) / deviation;
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const factors = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
  const tail = factors.reduceRight((sum, factor) => (sum + factor) * t, 0) * Math.exp(-x * x);
  return z >= 0 ? 1 - tail / 2 : tail / 2;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Of a matrix that is symmetric and positive definite, of a few rows: Gauss and Jordan. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] {
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (const [i, pivot] of rows.entries()) {
    const scale = pivot[i]!;
    for (const [j, value] of pivot.entries()) pivot[j] = value / scale;
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[i]!;
      for (const [j, value] of pivot.entries()) row[j] = row[j]! - factor * value;
    }
  }
  return rows.map((row) => row.slice(matrix.length));
}
