import { WorkError } from '../../base/errors.js';
import type { Distribution, DistributionTable } from '../distribution.js';
import { exp, laplaceTail, log, normalTail } from './elementary.js';
import { fromMasses } from './quantise.js';

/** `gaussian`: the scale is the standard deviation. `laplace`: the mean absolute deviation. */
export type Family = 'gaussian' | 'laplace';

export interface Component {
  readonly mean: number;
  readonly scale: number;
  /** Its part of the mixture, in any unit. */
  readonly weight: number;
}

const tails = { gaussian: normalTail, laplace: laplaceTail };
/** Scales beyond which less than 2^-17 of the mass lies. */
const reaches = { gaussian: 5, laplace: 13 };

/**
 * A mixture, integrated over [symbol - 1/2, symbol + 1/2]. Symbols whose mass is less than a share
 * have no slot: all of them together are the escape. The same numbers give the same distribution on
 * every machine.
 * @throws WorkError for a scale or a weight that is not positive and finite, or no component
 */
export function mixture(
  family: Family,
  components: readonly Component[],
  precision: number,
): Distribution {
  let total = 0;
  for (const { mean, scale, weight } of components) {
    const finite = Number.isFinite(mean) && scale < 1e9 && weight < 1e9;
    if (!(finite && scale > 0 && weight > 0)) {
      throw new WorkError(
        `a component has a finite mean and a positive scale and weight, got ${mean}, ${scale} and ${weight}`,
      );
    }
    total += weight;
  }
  if (components.length === 0) throw new WorkError('a mixture has at least one component');
  const tail = tails[family];
  const between = (low: number, high: number): number => {
    let sum = 0;
    for (const { mean, scale, weight } of components) {
      // Of the two sides the one with small numbers, whose difference is exact to more digits.
      const part =
        low > mean
          ? tail((low - mean) / scale) - tail((high - mean) / scale)
          : tail((mean - high) / scale) - tail((mean - low) / scale);
      sum += (weight / total) * part;
    }
    return sum;
  };
  const mass = (symbol: number) => between(symbol - 0.5, symbol + 0.5);

  const reach = reaches[family];
  let low = 32_767;
  let high = -32_768;
  for (const { mean, scale } of components) {
    low = Math.min(low, Math.max(-32_768, Math.floor(mean - reach * scale)));
    high = Math.max(high, Math.min(32_767, Math.ceil(mean + reach * scale)));
  }
  const masses = new Float64Array(Math.max(1, high - low + 1));
  if (low > high) low = high < -32_768 ? -32_768 : 32_767;
  for (let i = 0; i < masses.length; i++) masses[i] = mass(low + i);
  const { from, to } = worthy(masses, 1 << precision);
  let others = 1;
  for (let i = from; i < to; i++) others -= masses[i]!;
  return fromMasses(low + from, masses.subarray(from, to), {
    others: Math.max(0, others),
    precision,
  });
}

/** The part without the ends whose masses are below a share; one symbol at least, one share left. */
function worthy(masses: Float64Array, whole: number): { from: number; to: number } {
  let from = 0;
  let to = masses.length;
  while (to - from > 1) {
    const first = masses[from]!;
    const last = masses[to - 1]!;
    if (Math.min(first, last) * whole >= 1 && to - from < whole) break;
    if (first < last) from++;
    else to--;
  }
  return { from, to };
}

/** One distribution of mean 0 for each scale: what a hyperprior's scales are rounded to. */
export function scaleTable(
  family: Family,
  scales: readonly number[],
  precision: number,
): DistributionTable {
  const distributions = scales.map((scale) =>
    mixture(family, [{ mean: 0, scale, weight: 1 }], precision),
  );
  return { precision, distributions };
}

/**
 * Scales in equal steps of their logarithm (Minnen et al. 2018 use 64 from 0.11 to 256).
 * @throws WorkError for ends that are not positive and finite
 */
export function scaleGrid({ least = 0.11, greatest = 256, count = 64 } = {}): number[] {
  for (const scale of [least, greatest]) {
    if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
      throw new WorkError(`a grid of scales has positive and finite ends, got ${scale}`);
    }
  }
  const step = count > 1 ? (log(greatest) - log(least)) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => exp(log(least) + i * step));
}
