import { WorkError } from '../../errors.js';
import type { Distribution, DistributionTable } from '../distribution.js';
import { fromMasses } from './quantise.js';

/**
 * The distributions of the symbols that are there, one for each index up to the greatest. Symbols
 * at the ends that are rarer than a share are left to an escape, as are all where an index has no
 * symbol. Integers in, integers out: but the decoder has no symbols to count, so the table travels
 * (`writeTable`).
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

/** A distribution by how often each symbol from `offset` on was seen; never seen counts as rare. */
export function fromCounts(offset: number, counts: Float64Array, precision: number): Distribution {
  const whole = 1 << precision;
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  if (total === 0) return { offset, cdf: Uint32Array.of(0, whole), escape: true };
  let from = 0;
  let to = counts.length;
  let others = 0;
  while (to - from > 1) {
    const first = counts[from]!;
    const last = counts[to - 1]!;
    const fits = to - from + (others > 0 ? 1 : 0) <= whole;
    if (fits && Math.min(first, last) * whole >= total) break;
    others += Math.min(first, last);
    if (first <= last) from++;
    else to--;
  }
  return fromMasses(offset + from, counts.subarray(from, to), {
    others: others > 0 ? others : null,
    precision,
  });
}
