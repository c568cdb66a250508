import { type RatePoint, undominated } from './bd-rate.js';
import { evaluate, pchip } from './cubic.js';

/**
 * Rate at which a curve reaches a quality: PCHIP of ln(rate) over quality through the undominated
 * points. Null outside the range of qualities that was measured: nothing is extrapolated.
 */
export function rateAtQuality(points: readonly RatePoint[], quality: number): number | null {
  return valueAtQuality(
    points.map((point) => ({ ...point, value: point.rate })),
    quality,
  );
}

/**
 * What belongs to a curve where it reaches a quality, a time say, as `rateAtQuality`: PCHIP of
 * ln(value) over quality through the points that are undominated in rate.
 * @param points values above 0
 */
export function valueAtQuality(
  points: readonly (RatePoint & { readonly value: number })[],
  quality: number,
): number | null {
  const curve = undominated(points);
  const x = curve.map((point) => point.quality);
  const y = curve.map((point) => Math.log(point.value));
  const value = interpolate(x, y, quality);
  return value === null ? null : Math.exp(value);
}

/**
 * Value of the rate knob at which a curve reaches a quality, as `rateAtQuality`: PCHIP of the knob over
 * quality. It is rounded to the finer side, so that the quality is met: to whole numbers where all knobs
 * are, else to one decimal more than they have.
 */
export function knobAtQuality(
  points: readonly (RatePoint & { readonly knob: number })[],
  quality: number,
): number | null {
  const curve = undominated(points);
  const knobs = curve.map(({ knob }) => knob);
  const x = curve.map((point) => point.quality);
  const value = interpolate(x, knobs, quality);
  if (value === null || knobs.includes(value)) return value;
  const most = Math.max(...knobs.map(decimalsOf));
  const step = 10 ** (most === 0 ? 0 : most + 1);
  const rises = knobs.at(-1)! > knobs[0]!;
  return (rises ? Math.ceil(value * step - 1e-9) : Math.floor(value * step + 1e-9)) / step;
}

function decimalsOf(value: number): number {
  return (/\.(\d+)$/.exec(String(value))?.[1] ?? '').length;
}

/** Quality that a curve reaches at a rate, as `rateAtQuality`: PCHIP of quality over ln(rate). */
export function qualityAtRate(points: readonly RatePoint[], rate: number): number | null {
  const curve = undominated(points);
  const x = curve.map((point) => Math.log(point.rate));
  const y = curve.map((point) => point.quality);
  return rate > 0 ? interpolate(x, y, Math.log(rate)) : null;
}

function interpolate(x: readonly number[], y: readonly number[], at: number): number | null {
  const exact = x.indexOf(at);
  if (exact >= 0) return y[exact]!;
  if (x.length < 2 || !(at > x[0]! && at < x.at(-1)!)) return null;
  return evaluate(pchip(x, y), at);
}

/**
 * The upper convex hull of a curve, by rising rate: what can be reached by mixing two of its
 * points, over rate and quality as they are. Points below it are on no straight way to the best.
 */
export function convexHull<T extends RatePoint>(points: readonly T[]): T[] {
  const hull: T[] = [];
  for (const point of undominated(points)) {
    while (hull.length >= 2 && !turnsDown(hull.at(-2)!, hull.at(-1)!, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

function turnsDown(a: RatePoint, b: RatePoint, c: RatePoint): boolean {
  const before = (b.quality - a.quality) * (c.rate - b.rate);
  const after = (c.quality - b.quality) * (b.rate - a.rate);
  return before > after;
}
