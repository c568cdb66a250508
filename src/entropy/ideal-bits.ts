import type { DistributionTable } from './distribution.js';
import { escapeLength, escapeValue, noSlot } from './escape.js';
import { checkPiece, flatTable } from './flat-table.js';

const known = new WeakMap<Uint32Array, Float32Array>();

/**
 * Bits of these symbols under the integer distributions, escapes included: what a perfect coder
 * needs, which no stream falls below but by a fraction of a byte.
 * @throws WorkError for what a coder refuses: pieces of two lengths, an index without a
 *   distribution, a symbol without a share
 */
export function idealBits(
  table: DistributionTable,
  symbols: Int16Array,
  indexes: Uint16Array,
): number {
  const flat = flatTable(table);
  const { precision, distinct, cdf, first, offset, own, escapes } = flat;
  checkPiece(flat, symbols, indexes);
  const costs = known.get(cdf) ?? slotCosts(cdf, precision);
  known.set(cdf, costs);
  let bits = 0;
  for (let i = 0; i < symbols.length; i++) {
    const number = distinct[indexes[i]!]!;
    const slot = symbols[i]! - offset[number]!;
    if (slot >= 0 && slot < own[number]!) {
      bits += costs[first[number]! + slot]!;
      continue;
    }
    if (escapes[number] === 0) throw noSlot(symbols[i]!, indexes[i]!);
    const value = escapeValue(symbols[i]!, offset[number]!, own[number]!);
    bits += costs[first[number]! + own[number]!]! + 2 * escapeLength(value) + 1;
  }
  return bits;
}

/**
 * Bits of one symbol by one of the distributions, infinite where it has no share. Checks neither
 * the symbol nor the index.
 */
export function symbolBits(table: DistributionTable): (symbol: number, index: number) => number {
  const { precision, distinct, cdf, first, offset, own, escapes } = flatTable(table);
  const costs = known.get(cdf) ?? slotCosts(cdf, precision);
  known.set(cdf, costs);
  return (symbol, index) => {
    const number = distinct[index]!;
    const slot = symbol - offset[number]!;
    if (slot >= 0 && slot < own[number]!) return costs[first[number]! + slot]!;
    if (escapes[number] === 0) return Number.POSITIVE_INFINITY;
    const value = escapeValue(symbol, offset[number]!, own[number]!);
    return costs[first[number]! + own[number]!]! + 2 * escapeLength(value) + 1;
  };
}

/** Of every slot at the place of its lower end; what stands at the end of a CDF means nothing. */
function slotCosts(cdf: Uint32Array, precision: number): Float32Array {
  const costs = new Float32Array(cdf.length);
  for (let i = 0; i + 1 < cdf.length; i++) {
    costs[i] = precision - Math.log2(Math.max(1, cdf[i + 1]! - cdf[i]!));
  }
  return costs;
}
