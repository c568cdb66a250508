/**
 * A piecewise cubic: on the interval from `x[i]` to `x[i + 1]` its value is
 * c0 + c1 t + c2 t² + c3 t³ with t = x - x[i].
 */
export interface PiecewiseCubic {
  /** Strictly increasing. */
  readonly x: readonly number[];
  /** Four of each interval in a row, c0 first: curves of many images are kept. */
  readonly coefficients: readonly number[];
}

/**
 * Monotone piecewise cubic Hermite interpolation, PCHIP: Fritsch and Butland 1984
 * (doi:10.1137/0905021), ends by the three-point formula, as in SciPy and in JVET's BD-rate.
 * @param x strictly increasing, two or more
 */
export function pchip(x: readonly number[], y: readonly number[]): PiecewiseCubic {
  const { h, slope } = chords(x, y);
  const n = x.length;
  if (n === 2) return hermite(x, y, [slope[0]!, slope[0]!], { h, slope });
  const derivatives = [pchipEnd(h[0]!, h[1]!, slope[0]!, slope[1]!)];
  for (let i = 0; i < n - 2; i++) {
    const before = slope[i]!;
    const after = slope[i + 1]!;
    const w1 = 2 * h[i + 1]! + h[i]!;
    const w2 = h[i + 1]! + 2 * h[i]!;
    derivatives.push(before * after <= 0 ? 0 : (w1 + w2) / (w1 / before + w2 / after));
  }
  derivatives.push(pchipEnd(h[n - 2]!, h[n - 3]!, slope[n - 2]!, slope[n - 3]!));
  return hermite(x, y, derivatives, { h, slope });
}

function pchipEnd(h0: number, h1: number, slope0: number, slope1: number): number {
  const derivative = ((2 * h0 + h1) * slope0 - h0 * slope1) / (h0 + h1);
  if (Math.sign(derivative) !== Math.sign(slope0)) return 0;
  const turns = Math.sign(slope0) !== Math.sign(slope1);
  return turns && Math.abs(derivative) > 3 * Math.abs(slope0) ? 3 * slope0 : derivative;
}

/**
 * Akima's interpolation of 1970 (doi:10.1145/321607.321609), with two chords extrapolated at each
 * end; where all four chords of a point would have no weight, the mean of its two.
 * @param x strictly increasing, three or more
 */
export function akima(x: readonly number[], y: readonly number[]): PiecewiseCubic {
  const { h, slope } = chords(x, y);
  const m = [...slope];
  m.unshift(2 * m[0]! - m[1]!);
  m.unshift(2 * m[0]! - m[1]!);
  m.push(2 * m.at(-1)! - m.at(-2)!);
  m.push(2 * m.at(-1)! - m.at(-2)!);
  const changes = x.map((_, i) => [Math.abs(m[i + 3]! - m[i + 2]!), Math.abs(m[i + 1]! - m[i]!)]);
  const negligible = 1e-9 * Math.max(...changes.map(([a, b]) => a! + b!));
  const derivatives = changes.map(([after, before], i) => {
    const weight = after! + before!;
    if (weight <= negligible) return (m[i + 1]! + m[i + 2]!) / 2;
    return (after! * m[i + 1]! + before! * m[i + 2]!) / weight;
  });
  return hermite(x, y, derivatives, { h, slope });
}

/** One cubic through all points, of least squares where there are more than four. */
export function cubicFit(x: readonly number[], y: readonly number[]): PiecewiseCubic {
  // About the middle and in units of the range, so that the normal equations are well conditioned.
  const [low, high] = [x[0]!, x.at(-1)!];
  const scale = (high - low) / 2;
  const centre = (low + high) / 2;
  const powers = x.map((value) => {
    const t = (value - centre) / scale;
    return [1, t, t * t, t * t * t];
  });
  const normal = [0, 1, 2, 3].map((row) => [
    ...[0, 1, 2, 3].map((column) => powers.reduce((sum, p) => sum + p[row]! * p[column]!, 0)),
    powers.reduce((sum, p, i) => sum + p[row]! * y[i]!, 0),
  ]);
  const [a, b, c, d] = solve(normal) as [number, number, number, number];
  // From powers of (x - centre) / scale to powers of x - low, which is scale (t + 1) at the centre.
  const shifted = [a - b + c - d, b - 2 * c + 3 * d, c - 3 * d, d] as const;
  const [c0, c1, c2, c3] = shifted.map((value, power) => value / scale ** power);
  return { x: [low, high], coefficients: [c0!, c1!, c2!, c3!] };
}

/** Gauss elimination with pivots of a system of n equations, the right-hand side last in a row. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const best = rows
      .slice(column)
      .reduce((row, each) => (Math.abs(each[column]!) > Math.abs(row[column]!) ? each : row));
    rows.splice(rows.indexOf(best), 1);
    rows.splice(column, 0, best);
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / best[column]!;
      for (let k = column; k <= n; k++) rows[row]![k]! -= factor * best[k]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

/** The exact integral of a piecewise cubic from `low` to `high`, both within its range. */
export function integrate({ x, coefficients }: PiecewiseCubic, low: number, high: number): number {
  let total = 0;
  for (let i = 0; i < x.length - 1; i++) {
    const from = Math.max(low, x[i]!) - x[i]!;
    const to = Math.min(high, x[i + 1]!) - x[i]!;
    if (to > from)
      total = total + primitive(coefficients, i, to) - primitive(coefficients, i, from);
  }
  return total;
}

function primitive(c: readonly number[], interval: number, t: number): number {
  const at = 4 * interval;
  return t * (c[at]! + t * (c[at + 1]! / 2 + t * (c[at + 2]! / 3 + (t * c[at + 3]!) / 4)));
}

/** The value at a point within the range. */
export function evaluate({ x, coefficients }: PiecewiseCubic, at: number): number {
  let i = 0;
  while (i < x.length - 2 && at >= x[i + 1]!) i++;
  const c = coefficients;
  const t = at - x[i]!;
  return c[4 * i]! + t * (c[4 * i + 1]! + t * (c[4 * i + 2]! + t * c[4 * i + 3]!));
}

interface Chords {
  readonly h: readonly number[];
  readonly slope: readonly number[];
}

function chords(x: readonly number[], y: readonly number[]): Chords {
  const h: number[] = [];
  const slope: number[] = [];
  for (let i = 0; i < x.length - 1; i++) {
    const width = x[i + 1]! - x[i]!;
    h.push(width);
    slope.push((y[i + 1]! - y[i]!) / width);
  }
  return { h, slope };
}

function hermite(
  x: readonly number[],
  y: readonly number[],
  derivatives: readonly number[],
  { h, slope }: Chords,
): PiecewiseCubic {
  const coefficients: number[] = [];
  for (let i = 0; i < h.length; i++) {
    const d0 = derivatives[i]!;
    const bend = (d0 + derivatives[i + 1]! - 2 * slope[i]!) / h[i]!;
    coefficients.push(y[i]!, d0, (slope[i]! - d0) / h[i]! - bend, bend / h[i]!);
  }
  return { x, coefficients };
}
