import { bootstrapInterval, type Interval, mean, quantile, seededRandom } from '../statistics.js';
import type { Bootstrap } from './direction.js';

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
    const pool = Float64Array.from(values);
    const means = Array.from({ length: resamples }, (_, resample) => {
      const end = (resample + 1) * length;
      let total = 0;
      for (let i = end - length; i < end; i++) total += pool[drawn[i]!]!;
      return total / length;
    });
    const tail = (1 - level) / 2;
    return { low: quantile(means, tail), high: quantile(means, 1 - tail) };
  };
}
