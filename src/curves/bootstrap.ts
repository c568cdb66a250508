import { bootstrapInterval, type Interval, quantiles, seededRandom } from '../base/statistics.js';
import { sum } from '../base/sums.js';

/** How intervals are drawn. Every row starts from the seed, so no row depends on the others. */
export interface Bootstrap {
  readonly seed: number;
  readonly resamples: number;
  readonly level: number;
}

/** A fixed seed: a leaderboard made again from the same records is the same file. */
export const defaultBootstrap: Bootstrap = { seed: 1, resamples: 1000, level: 0.95 };

/** Most draws that are kept, 500 MB of them: 1000 resamples of 125,000 images. */
const usualDraws = 125_000_000;

interface DrawOptions {
  /** Draws that are kept at most. */
  readonly mostDraws?: number;
}

/**
 * `bootstrapInterval` of the mean of each of many lists; null of an empty one. What is drawn depends on
 * the seed and on how many values there are: it is drawn once for all lists of one length, a few
 * resamples at a time, so that it takes no room however long they are. The figures are the same.
 */
export function meanIntervals(
  lists: readonly Float64Array[],
  bootstrap: Bootstrap,
): (Interval | null)[] {
  const means = lists.map((): number[] => []);
  for (const length of new Set(lists.map((list) => list.length))) {
    if (length === 0) continue;
    for (const drawn of drawInParts(bootstrap, length)) {
      for (const [i, list] of lists.entries()) {
        if (list.length !== length) continue;
        for (const total of sumDraws(list, drawn)) means[i]!.push(total / length);
      }
    }
  }
  return means.map((each) => (each.length === 0 ? null : middleOf(each, bootstrap)));
}

/** Places that are drawn at once, 4 MB of them; of four resamples at least. */
const drawnAtOnce = 1_000_000;

/** Places drawn out of so many, whole resamples in a row: all of them, in parts. */
function* drawInParts({ seed, resamples }: Bootstrap, length: number): Generator<Uint32Array> {
  const random = seededRandom(seed);
  const most = 4 * Math.max(1, Math.floor(drawnAtOnce / length / 4));
  for (let left = resamples; left > 0; left -= most) {
    const drawn = new Uint32Array(Math.min(most, left) * length);
    for (let i = 0; i < drawn.length; i++) drawn[i] = random.integer(length);
    yield drawn;
  }
}

/**
 * `bootstrapInterval` of the sum of values over the sum of others, which are drawn together, for many
 * lists that come one by one. Draws are kept for lists of one length that follow each other.
 */
export function quotientIntervals(
  bootstrap: Bootstrap,
  options: DrawOptions = {},
): (over: readonly number[], under: readonly number[]) => Interval {
  const draw = drawsOf(bootstrap, options);
  return (over, under) => {
    const drawn = draw(over.length);
    if (drawn === null) {
      const pairs = over.map((value, i) => [value, under[i]!] as const);
      const quotient = (sample: readonly (readonly [number, number])[]): number =>
        sum(sample.map(([a]) => a)) / sum(sample.map(([, b]) => b));
      return bootstrapInterval(pairs, quotient, bootstrap);
    }
    const below = sumDraws(Float64Array.from(under), drawn);
    const quotients = sumDraws(Float64Array.from(over), drawn).map((total, i) => total / below[i]!);
    return middleOf(quotients, bootstrap);
  };
}

function middleOf(values: readonly number[], { level }: Bootstrap): Interval {
  const tail = (1 - level) / 2;
  const [low, high] = quantiles(values, [tail, 1 - tail]);
  return { low, high };
}

/** Places drawn out of so many, all resamples in a row; null where they are too many to be kept. */
function drawsOf(
  { seed, resamples }: Bootstrap,
  { mostDraws = usualDraws }: DrawOptions,
): (length: number) => Uint32Array | null {
  let drawn = new Uint32Array();
  let known = 0;
  return (length) => {
    if (resamples * length > mostDraws) return null;
    if (length !== known) {
      known = length;
      const random = seededRandom(seed);
      drawn = new Uint32Array(resamples * length);
      for (let i = 0; i < drawn.length; i++) drawn[i] = random.integer(length);
    }
    return drawn;
  };
}

/** Sums of the values drawn, for each resample. */
function sumDraws(values: Float64Array, drawn: Uint32Array): number[] {
  const { length } = values;
  const sums: number[] = [];
  let start = 0;
  // Four resamples side by side: one sum alone would wait for each of its additions.
  for (; start + 4 * length <= drawn.length; start += 4 * length) {
    const second = start + length;
    const third = second + length;
    const fourth = third + length;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < length; i++) {
      a += values[drawn[start + i]!]!;
      b += values[drawn[second + i]!]!;
      c += values[drawn[third + i]!]!;
      d += values[drawn[fourth + i]!]!;
    }
    sums.push(a, b, c, d);
  }
  for (; start < drawn.length; start += length) {
    let total = 0;
    for (let i = start; i < start + length; i++) total += values[drawn[i]!]!;
    sums.push(total);
  }
  return sums;
}
