/** Sum of the values, 0 of none. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** The quotient, or null where it is no finite number: an empty set has no mean, and not mean 0. */
export function ratio(part: number, whole: number): number | null {
  const quotient = part / whole;
  return Number.isFinite(quotient) ? quotient : null;
}

/** Least of the values, Infinity of none. Spreading them as arguments would overflow the stack. */
export function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
}

/** The geometric mean of numbers above 0, the mean of ratios, of numbers that come one by one. */
export interface GeometricMean {
  add(value: number): void;
  /** How many came. */
  readonly count: number;
  /** NaN of none. */
  readonly mean: number;
}

export function geometricMean(): GeometricMean {
  let total = 0;
  let count = 0;
  return {
    add(value) {
      total += Math.log(value);
      count += 1;
    },
    get count() {
      return count;
    },
    get mean() {
      return Math.exp(total / count);
    },
  };
}
