import { WorkError } from '../../base/errors.js';
import type { Distribution } from '../distribution.js';
import { checkPrecision } from '../flat-table.js';
import { areaTangent } from './elementary.js';

/**
 * The shares of 1 << precision that cost the fewest bits for symbols of these masses, among all that
 * give every slot at least 1 and sum up exactly.
 *
 * Such shares minimise a separable convex sum under one constraint, so that giving each unit to the
 * slot that gains most is optimal (Fox 1966). The gain of the f-th unit is mass · ln(f / (f-1)): an
 * apportionment with the logarithmic mean of f-1 and f as divisor (Theil and Schrage 1977). Its one
 * threshold is found by bisection; units of equal gain go to the first slots. All by + - * /, so the
 * same masses give the same shares on every machine.
 *
 * @param masses of the slots, in any unit: 0 or more, not all 0
 * @returns the CDF, with one entry more than there are masses
 * @throws WorkError for a precision below 8 or above 16, masses that are none, or more than there
 *   are shares
 */
export function quantise(masses: ArrayLike<number>, precision: number): Uint32Array {
  checkPrecision(precision);
  const whole = 1 << precision;
  if (masses.length < 1 || masses.length > whole) {
    throw new WorkError(
      `${precision} bits are shared by 1 to ${whole} slots, got ${masses.length} masses`,
    );
  }
  let total = 0;
  for (let i = 0; i < masses.length; i++) {
    if (!(masses[i]! >= 0)) throw new WorkError(`a mass is at least 0, got ${masses[i]}`);
    total += masses[i]!;
  }
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw new WorkError(`masses have a finite sum above 0, got ${total}`);
  }
  const parts = Float64Array.from(masses, (mass) => mass / total);
  const { least, greatest } = threshold(parts, whole);
  const cdf = new Uint32Array(masses.length + 1);
  let spare = whole - sumOfShares(parts, least);
  for (let i = 0; i < parts.length; i++) {
    const sure = share(parts[i]! * least);
    const tied = share(parts[i]! * greatest) - sure;
    const more = Math.min(spare, tied);
    spare -= more;
    cdf[i + 1] = cdf[i]! + sure + more;
  }
  return cdf;
}

/**
 * The factor for which the shares sum up to the whole, as `least` and `greatest`; or the two
 * neighbouring numbers between which the sum leaps over it, as more than one slot gains the same.
 */
function threshold(parts: Float64Array, whole: number): { least: number; greatest: number } {
  let least = 0;
  let greatest = whole + parts.length;
  for (;;) {
    const middle = least + (greatest - least) / 2;
    if (middle <= least || middle >= greatest) return { least, greatest };
    const sum = sumOfShares(parts, middle);
    if (sum === whole) return { least: middle, greatest: middle };
    if (sum < whole) least = middle;
    else greatest = middle;
  }
}

function sumOfShares(parts: Float64Array, factor: number): number {
  let sum = 0;
  for (let i = 0; i < parts.length; i++) sum += share(parts[i]! * factor);
  return sum;
}

/** The greatest f, at least 1, whose logarithmic mean with f-1 is no more than `quota`. */
function share(quota: number): number {
  const below = Math.floor(quota);
  const rest = quota - below;
  if (below === 0) return 1;
  // The mean lies between below + 0.4426 and below + 0.5.
  if (rest < 0.44) return below;
  if (rest >= 0.5) return below + 1;
  return quota * 2 * areaTangent(1 / (2 * below + 1)) >= 1 ? below + 1 : below;
}

/**
 * A distribution of symbols from `offset` on, by their masses in any unit: of a factorised model, a
 * histogram, whatever gives numbers.
 * @param others the mass of all other symbols, which then get an escape; null: there are none
 */
export function fromMasses(
  offset: number,
  masses: ArrayLike<number>,
  { others = null, precision }: { others?: number | null; precision: number },
): Distribution {
  const slots = Float64Array.from(masses);
  if (others === null) return { offset, cdf: quantise(slots, precision), escape: false };
  const all = new Float64Array(slots.length + 1);
  all.set(slots);
  all[slots.length] = others;
  return { offset, cdf: quantise(all, precision), escape: true };
}
