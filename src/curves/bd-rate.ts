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

/** A point of a rate-distortion curve that was timed. */
export interface TimedPoint extends RatePoint {
  /** Above 0, in any unit that both curves share. */
  readonly seconds: number;
}

export interface BdDistortion extends Omit<BdRate, 'percent'> {
  /** Mean difference in quality at equal rate, test minus anchor; `overlap` is that of ln(rate). */
  readonly difference: number | null;
}

/** Points that a curve needs for a BD-rate. */
export const fewestPoints = 4;
const sureOverlap = 0.75;

interface Options {
  readonly method?: BdMethod;
}

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
  { method = 'pchip' }: Options = {},
): BdRate {
  return bdRateOf(drawRate(anchor, method), drawRate(test, method));
}

/** A curve that is drawn, or why it cannot be: for a curve that is compared with many. */
export type Drawn = Line | { readonly refused: string };

/** Draws ln(rate) over quality. */
export function drawRate(points: readonly RatePoint[], method: BdMethod = 'pchip'): Drawn {
  return draw(
    points,
    method,
    ({ quality }) => quality,
    ({ rate }) => Math.log(rate),
  );
}

/** BD-rate of two curves that are drawn by one method. */
export function bdRateOf(anchor: Drawn, test: Drawn): BdRate {
  return percentOf(meanGap(anchor, test, 'quality'));
}

/**
 * BD-time: as BD-rate, with the seconds of each point in place of its rate. The points are those
 * that BD-rate keeps: time need not rise with quality.
 */
export function bdTime(
  anchor: readonly TimedPoint[],
  test: readonly TimedPoint[],
  { method = 'pchip' }: Options = {},
): BdRate {
  const [a, b] = [anchor, test].map((points) => {
    const bad = points.find(({ seconds }) => !(seconds > 0 && Number.isFinite(seconds)));
    if (bad) return { refused: `has a point of ${bad.seconds} seconds` };
    return draw(
      points,
      method,
      ({ quality }) => quality,
      ({ seconds }) => Math.log(seconds),
    );
  });
  return percentOf(meanGap(a!, b!, 'quality'));
}

/** BD-distortion, BD-PSNR say: the mean difference in quality at equal rate, as `bdRate`. */
export function bdDistortion(
  anchor: readonly RatePoint[],
  test: readonly RatePoint[],
  { method = 'pchip' }: Options = {},
): BdDistortion {
  const [a, b] = [anchor, test].map((points) =>
    draw(
      points,
      method,
      ({ rate }) => Math.log(rate),
      ({ quality }) => quality,
    ),
  );
  const { gap, ...rest } = meanGap(a!, b!, 'rate');
  return { difference: gap, ...rest };
}

/**
 * The points of a curve that no other point beats, by rising rate; quality rises strictly as well. Of points with one rate the best is kept, of points with one quality the cheapest.
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

/** A curve through points, with the range that it covers. */
interface Line {
  readonly low: number;
  readonly high: number;
  /** Integral between two places within the range. */
  readonly area: (from: number, to: number) => number;
}

function draw<T extends RatePoint>(
  points: readonly T[],
  method: BdMethod,
  xOf: (point: T) => number,
  yOf: (point: T) => number,
): Drawn {
  const bad = points.find(({ rate, quality }) => !(rate > 0 && Number.isFinite(rate + quality)));
  if (bad) return { refused: `has a point at rate ${bad.rate} and quality ${bad.quality}` };
  const kept = undominated(points);
  if (kept.length < fewestPoints) {
    const dropped = points.length - kept.length;
    const told = dropped > 0 ? `, after dropping ${dropped} that others of it beat` : '';
    const noun = kept.length === 1 ? 'point' : 'points';
    return { refused: `has ${kept.length} ${noun}${told}; ${fewestPoints} are needed` };
  }
  const x = kept.map(xOf);
  const curve = interpolations[method](x, kept.map(yOf));
  const area = method === 'pchip100' ? trapezoids : integrate;
  return { low: x[0]!, high: x.at(-1)!, area: (from, to) => area(curve, from, to) };
}

interface Gap {
  readonly gap: number | null;
  readonly overlap: number | null;
  readonly reason: string | null;
}

function percentOf({ gap, ...rest }: Gap): BdRate {
  return { percent: gap === null ? null : 100 * Math.expm1(gap), ...rest };
}

const none = (reason: string, overlap: number | null = null): Gap => ({
  gap: null,
  overlap,
  reason,
});

function meanGap(a: Drawn, b: Drawn, axis: string): Gap {
  if ('refused' in a) return none(`the anchor ${a.refused}`);
  if ('refused' in b) return none(`the test ${b.refused}`);
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  if (!(high > low)) return none(`the curves have no ${axis} in common`, 0);
  const overlap = (high - low) / (Math.max(a.high, b.high) - Math.min(a.low, b.low));
  const gap = (b.area(low, high) - a.area(low, high)) / (high - low);
  if (!Number.isFinite(gap)) return none('the interpolation has no finite answer', overlap);
  const share = `${Math.floor(100 * overlap)} %`;
  const warning = `the curves have ${share} of their range of ${axis} in common, less than 75 %`;
  return { gap, overlap, reason: overlap < sureOverlap ? warning : null };
}

const interpolations: Readonly<
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
