import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

/** The largest seed: seeds are whole numbers of 32 bits. */
export const maxSeed = 0xffffffff;

/** A stream of random numbers that its seed determines wholly. */
export interface SeededRandom {
  /** The next number, uniform in [0, 1), with 53 random bits. */
  next(): number;
  /** The next whole number, uniform in 0..`below` - 1. */
  integer(below: number): number;
}

/** The interval in which a statistic lies at a level of confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Arithmetic mean. Throws RangeError where there are no values. */
export function mean(values: readonly number[]): number {
  checkFilled('mean', values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value, or the mean of the two middle ones. Throws RangeError where there is none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The value below which a share `p` (0..1) of the values lies: type 7 of Hyndman and Fan (1996),
 * linear between the order statistics around position (n - 1)p, as in R, NumPy and spreadsheets.
 * Throws RangeError where there are no values, where one is NaN, and for p outside 0..1.
 */
export function quantile(values: readonly number[], p: number): number {
  return quantiles(values, [p])[0];
}

/** `quantile` of two shares or more of the same values, which are sorted once. */
export function quantiles<const P extends readonly number[]>(
  values: readonly number[],
  shares: P,
): { -readonly [I in keyof P]: number } {
  checkFilled('quantile', values);
  const sorted = Float64Array.from(values).sort();
  // A typed array sorts NaN to the end.
  if (Number.isNaN(sorted.at(-1))) throw new RangeError('quantile is not defined with NaN');
  return shares.map((p) => {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile needs a share from 0 to 1, got ${p}`);
    const position = (sorted.length - 1) * p;
    const low = Math.floor(position);
    const below = sorted[low]!;
    const above = sorted[Math.ceil(position)]!;
    // Between two infinities of one sign the difference would be NaN.
    return below === above ? below : below + (above - below) * (position - low);
  }) as { -readonly [I in keyof P]: number };
}

/**
 * Random numbers from a seed (MT19937): the same on every machine and in every release.
 * Throws RangeError where the seed is no whole number in 0..`maxSeed`.
 */
export function seededRandom(seed: number): SeededRandom {
  if (!Number.isInteger(seed) || seed < 0 || seed > maxSeed) {
    throw new RangeError(`seed must be a whole number from 0 to ${maxSeed}, got ${seed}`);
  }
  const generator = mersenne(seed);
  return {
    next: () => uniformFloat64(generator),
    integer: (below) => uniformInt(generator, 0, below - 1),
  };
}

/** A copy of the items in an order that the seed determines, each order equally likely. */
export function shuffle<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

/**
 * Interval of the median by order statistics, free of any distribution (David and Nagaraja 2003, 7.1):
 * the narrowest between the k-th smallest and the k-th largest value that holds the median with a
 * chance of `level`, and that chance. Below 6 values no such interval has 95 %: then it is from the
 * smallest to the largest, and its level is less (5 values: 93.75 %).
 * Throws RangeError where there are no values, where one is NaN, and for a level outside 0..1, both
 * excluded.
 */
export function medianInterval(
  values: readonly number[],
  level = 0.95,
): Interval & { readonly level: number } {
  checkFilled('medianInterval', values);
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`medianInterval needs a level between 0 and 1, got ${level}`);
  }
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  if (Number.isNaN(sorted.at(-1))) throw new RangeError('medianInterval is not defined with NaN');
  // The chance that fewer than k of the values lie below the median, by the binomial of 1/2.
  let term = 0.5 ** count;
  let tail = term;
  let k = 1;
  while (2 * (k + 1) <= count) {
    term *= (count - k + 1) / k;
    if (1 - 2 * (tail + term) < level) break;
    tail += term;
    k += 1;
  }
  return { low: sorted[k - 1]!, high: sorted[count - k]!, level: 1 - 2 * tail };
}

/**
 * Percentile bootstrap interval of a statistic (Efron 1979): `resamples` times, as many values as
 * there are get drawn with replacement and the statistic is taken; the interval holds the middle
 * `level` of these. The values drawn should be independent: where one value is a whole pass or a
 * whole image, pass arrays or objects. Throws RangeError where there are no values, for fewer than
 * 1 resample and for a level outside 0..1, both excluded.
 */
export function bootstrapInterval<T>(
  values: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { level = 0.95, resamples = 1000, seed }: { level?: number; resamples?: number; seed: number },
): Interval {
  checkFilled('bootstrapInterval', values);
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`bootstrapInterval needs a level between 0 and 1, got ${level}`);
  }
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(`bootstrapInterval needs 1 resample or more, got ${resamples}`);
  }
  const random = seededRandom(seed);
  const sample = [...values];
  const statistics = Array.from({ length: resamples }, () => {
    for (let i = 0; i < sample.length; i++) sample[i] = values[random.integer(values.length)]!;
    return statistic(sample);
  });
  const tail = (1 - level) / 2;
  const [low, high] = quantiles(statistics, [tail, 1 - tail]);
  return { low, high };
}

function checkFilled(name: string, values: readonly unknown[]): void {
  if (values.length === 0) throw new RangeError(`${name} needs at least one value, got none`);
}

// Quantile 0.975 of Student's t distribution at 1 to 30 degrees of freedom.
const studentT = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788,
  2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639,
  2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];

/**
 * Mean with its 95 % interval by Student's t, for a few independent values that are near normal.
 * Throws RangeError below two values. Above 31 values the interval uses the t of 31 and is a little
 * too wide.
 */
export function meanInterval(values: readonly number[]): Interval & { readonly mean: number } {
  if (values.length < 2) throw new RangeError(`an interval needs 2 values, got ${values.length}`);
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1) / values.length);
  const half = studentT[Math.min(values.length - 1, studentT.length) - 1]! * deviation;
  return { mean: centre, low: centre - half, high: centre + half };
}
