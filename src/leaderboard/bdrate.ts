import { akima, cubicFit, evaluate, integrate, type PiecewiseCubic, pchip } from './cubic.js';

/** A point of a rate-distortion curve. `quality` rises with quality: negate a distance. */
export interface RatePoint {
  /** Above 0, in any unit that both curves share: bits per pixel, bytes, seconds. */
  readonly rate: number;
  readonly quality: number;
}

/**
 * How curves are drawn through points: `pchip` integrated exactly (JVET), `akima`, `poly3` (one
 * cubic, VCEG-M33), `pchip100` (the trapezoidal rule on 100 samples, AOM's common test conditions).
 */
export const bdMethods = ['pchip', 'akima', 'poly3', 'pchip100'] as const;
export type BdMethod = (typeof bdMethods)[number];

/** Average difference of two curves. */
export interface BdRate {
  /** Percent by which the test needs more rate than the anchor; negative is cheaper. */
  readonly percent: number | null;
  /** Common range of quality as a share, 0..1, of the range that either curve covers. */
  readonly overlap: number | null;
  /** Why `percent` is null; or a warning, where it is a number. */
  readonly reason: string | null;
}

export interface BdDistortion extends Omit<BdRate, 'percent'> {
  /** Mean difference in quality at equal rate, test minus anchor; `overlap` is that of ln(rate). */
  readonly difference: number | null;
}

const fewestPoints = 4;
const sureOverlap = 0.75;

/**
 * BD-rate: the mean difference in rate at equal quality. ln(rate) is interpolated over quality and
 * integrated over the common range; (exp(mean difference) - 1) 100 %. Bjøntegaard, VCEG-M33, 2001.
 *
 * Points that another point of their curve beats, cheaper and no worse, are dropped first. The
 * answer is null, with a reason, for fewer than 4 points that remain, for rates that are not above
 * 0, and for curves without a common range.
 */
export function bdRate(
  anchor: readonly RatePoint[],
  test: readonly RatePoint[],
  { method = 'pchip' }: { readonly method?: BdMethod } = {},
): BdRate {
  const mean = meanGap(anchor, test, method, (curve) => ({
    x: curve.map(({ quality }) => quality),
    y: curve.map(({ rate }) => Math.log(rate)),
    axis: 'quality',
  }));
  const { gap, ...rest } = mean;
  return { percent: gap === null ? null : 100 * Math.expm1(gap), ...rest };
}

/** BD-distortion, BD-PSNR say: the mean difference in quality at equal rate, as `bdRate`. */
export function bdDistortion(
  anchor: readonly RatePoint[],
  test: readonly RatePoint[],
  { method = 'pchip' }: { readonly method?: BdMethod } = {},
): BdDistortion {
  const { gap, ...rest } = meanGap(anchor, test, method, (curve) => ({
    x: curve.map(({ rate }) => Math.log(rate)),
    y: curve.map(({ quality }) => quality),
    axis: 'rate',
  }));
  return { difference: gap, ...rest };
}

/**
 * The points of a curve that no other one beats, from cheap to dear: rate and quality both rise
 * strictly. Of points with one rate the best is kept, of points with one quality the cheapest.
 */
export function undominated<T extends RatePoint>(points: readonly T[]): T[] {
  const sorted = points.toSorted((a, b) => a.rate - b.rate || b.quality - a.quality);
  let best = Number.NEGATIVE_INFINITY;
  return sorted.filter(({ quality }) => {
    if (!(quality > best)) return false;
    best = quality;
    return true;
  });
}

interface Axes {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly axis: string;
}

interface Gap {
  readonly gap: number | null;
  readonly overlap: number | null;
  readonly reason: string | null;
}

const none = (reason: string, overlap: number | null = null): Gap => ({
  gap: null,
  overlap,
  reason,
});

function meanGap(
  anchor: readonly RatePoint[],
  test: readonly RatePoint[],
  method: BdMethod,
  axesOf: (curve: readonly RatePoint[]) => Axes,
): Gap {
  const curves: Axes[] = [];
  for (const [name, points] of [
    ['anchor', anchor],
    ['test', test],
  ] as const) {
    const bad = points.find(({ rate, quality }) => !(rate > 0 && Number.isFinite(rate + quality)));
    if (bad) {
      return none(`the ${name} has a point at rate ${bad.rate} and quality ${bad.quality}`);
    }
    const kept = undominated(points);
    if (kept.length < fewestPoints) {
      const dropped = points.length - kept.length;
      const told = dropped > 0 ? `, after dropping ${dropped} that others of it beat` : '';
      return none(
        `the ${name} has ${kept.length} ${kept.length === 1 ? 'point' : 'points'}${told}; ${fewestPoints} are needed`,
      );
    }
    curves.push(axesOf(kept));
  }
  const [a, b] = curves as [Axes, Axes];
  const low = Math.max(a.x[0]!, b.x[0]!);
  const high = Math.min(a.x.at(-1)!, b.x.at(-1)!);
  if (!(high > low)) return none(`the curves have no ${a.axis} in common`, 0);
  const overlap = (high - low) / (Math.max(a.x.at(-1)!, b.x.at(-1)!) - Math.min(a.x[0]!, b.x[0]!));
  const gap = (areaUnder(b, method, low, high) - areaUnder(a, method, low, high)) / (high - low);
  if (!Number.isFinite(gap)) return none('the interpolation has no finite answer', overlap);
  const share = `${Math.floor(100 * overlap)} %`;
  const warning = `the curves have ${share} of their range of ${a.axis} in common, less than 75 %`;
  return { gap, overlap, reason: overlap < sureOverlap ? warning : null };
}

function areaUnder({ x, y }: Axes, method: BdMethod, low: number, high: number): number {
  const curve = curves[method](x, y);
  return method === 'pchip100' ? trapezoids(curve, low, high) : integrate(curve, low, high);
}

const curves: Readonly<
  Record<BdMethod, (x: readonly number[], y: readonly number[]) => PiecewiseCubic>
> = { pchip, akima, poly3: cubicFit, pchip100: pchip };

function trapezoids(curve: PiecewiseCubic, low: number, high: number): number {
  const steps = 99;
  const values = Array.from({ length: steps + 1 }, (_, i) =>
    evaluate(curve, low + ((high - low) * i) / steps),
  );
  const ends = (values[0]! + values[steps]!) / 2;
  const inner = values.slice(1, -1).reduce((sum, value) => sum + value, 0);
  return ((high - low) / steps) * (ends + inner);
}
