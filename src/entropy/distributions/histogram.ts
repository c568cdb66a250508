import { WorkError } from '../../base/errors.js';
import type { Distribution, DistributionTable } from '../distribution.js';
import { checkPrecision } from '../flat-table.js';
import { fromMasses } from './quantise.js';

/**
 * The distributions of the symbols that are there, one for each index up to the greatest. Rare
 * symbols at the ends are left to an escape, as are all where an index has no symbol. Integers in,
 * integers out: but the decoder has no symbols to count, so the table travels (`writeTable`).
 * @throws WorkError for a precision below 8 or above 16, and pieces of two lengths
 */
export function histogramTable(
  symbols: Int16Array,
  indexes: Uint16Array,
  precision: number,
): DistributionTable {
  if (symbols.length !== indexes.length) {
    throw new WorkError(
      `each symbol has an index, got ${symbols.length} symbols and ${indexes.length} indexes`,
    );
  }
  let greatest = 0;
  for (let i = 0; i < indexes.length; i++) greatest = Math.max(greatest, indexes[i]!);
  const low = new Int32Array(greatest + 1).fill(32_767);
  const high = new Int32Array(greatest + 1).fill(-32_768);
  for (let i = 0; i < symbols.length; i++) {
    const index = indexes[i]!;
    low[index] = Math.min(low[index]!, symbols[i]!);
    high[index] = Math.max(high[index]!, symbols[i]!);
  }
  const at = new Uint32Array(greatest + 2);
  for (let index = 0; index <= greatest; index++) {
    at[index + 1] = at[index]! + Math.max(1, high[index]! - low[index]! + 1);
  }
  const counts = new Float64Array(at[greatest + 1]!);
  for (let i = 0; i < symbols.length; i++) {
    const place = at[indexes[i]!]! + symbols[i]! - low[indexes[i]!]!;
    counts[place] = counts[place]! + 1;
  }
  const distributions = Array.from(low, (offset, index) =>
    fromCounts(
      at[index + 1]! - at[index]! === 1 && high[index]! < offset ? 0 : offset,
      counts.subarray(at[index]!, at[index + 1]!),
      precision,
    ),
  );
  return { precision, distributions };
}

/**
 * A distribution by how often each symbol from `offset` on was seen. Own slots go to the run of symbols
 * that gains most by them: each of its symbols saves the bits that follow an escape, and each that is
 * rarer than a share takes the rest of its share from all others.
 */
export function fromCounts(offset: number, counts: Float64Array, precision: number): Distribution {
  checkPrecision(precision);
  const whole = 1 << precision;
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  if (total === 0) return { offset, cdf: Uint32Array.of(0, whole), escape: true };
  const gains = counts.map(
    (count) => escapeBits * count - Math.LOG2E * Math.max(0, total / whole - count),
  );
  const { from, to } = greatestRun(gains, whole - 1);
  let others = total;
  for (let i = from; i < to; i++) others -= counts[i]!;
  return fromMasses(offset + from, counts.subarray(from, to), {
    others: others > 0 ? others : null,
    precision,
  });
}

/** What follows an escape, for symbols near to the slots. */
const escapeBits = 6;

/** The run of the greatest sum, without its ends where it is longer than `most` (Kadane 1984). */
function greatestRun(gains: Float64Array, most: number): { from: number; to: number } {
  let best = { from: 0, to: 1, sum: Number.NEGATIVE_INFINITY };
  let from = 0;
  let sum = 0;
  for (let i = 0; i < gains.length; i++) {
    if (sum <= 0) {
      sum = 0;
      from = i;
    }
    sum += gains[i]!;
    if (sum > best.sum) best = { from, to: i + 1, sum };
  }
  let { to } = best;
  from = best.from;
  // All 65,536 symbols fit where each has one share and none is left for an escape.
  if (to - from === gains.length && gains.length === most + 1) return { from, to };
  while (to - from > most) {
    if (gains[from]! < gains[to - 1]!) from++;
    else to--;
  }
  return { from, to };
}
