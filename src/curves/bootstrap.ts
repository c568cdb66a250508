import {
  bootstrapInterval,
  type Interval,
  mean,
  quantiles,
  seededRandom,
} from '../base/statistics.js';

/** How intervals are drawn. Every row starts from the seed, so no row depends on the others. */
export interface Bootstrap {
  readonly seed: number;
  readonly resamples: number;
  readonly level: number;
}

/** A fixed seed: a leaderboard made again from the same records is the same file. */
export const defaultBootstrap: Bootstrap = { seed: 1, resamples: 1000, level: 0.95 };

/** Most draws that are kept, 80 MB of them. */
const mostDraws = 20_000_000;

/**
 * `bootstrapInterval` of the mean, for many lists of values: what is drawn depends on the seed and
 * on how many values there are, so it is drawn once for lists of one length that follow each other.
 * The figures are the same.
 */
export function meanIntervals(bootstrap: Bootstrap): (values: readonly number[]) => Interval {
  const { seed, resamples, level } = bootstrap;
  let drawn = new Uint32Array();
  let length = 0;
  return (values) => {
    if (resamples * values.length > mostDraws) return bootstrapInterval(values, mean, bootstrap);
    if (values.length !== length) {
      length = values.length;
      const random = seededRandom(seed);
      drawn = new Uint32Array(resamples * length);
      for (let i = 0; i < drawn.length; i++) drawn[i] = random.integer(length);
    }
    const means = sumDraws(Float64Array.from(values), drawn).map((total) => total / length);
    const tail = (1 - level) / 2;
    const [low, high] = quantiles(means, [tail, 1 - tail]);
    return { low, high };
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
