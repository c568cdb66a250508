import type { SymbolDecoder } from '../../entropy/coder.js';
import type { DistributionTable } from '../../entropy/distribution.js';
import type { RecordedPass } from './coding.js';

const precision = 12;
/** Shares of a bit 1 that there are distributions for: 1 to 255 of 256. */
const shares = 256;

/**
 * An adaptive model of numbers 0 to `entries` - 1, bit by bit from the highest on: the share of a 1 is
 * that of its entries among those that the bits before leave open, each counted once before it came
 * (Laplace's rule). Whole numbers alone: the same on every machine. Bits that are certain are not coded.
 *
 *     all - 0… - 00…    a node counts what came below it
 *         \ 1… - 10…
 */
export function createAdaptiveTree(entries: number) {
  const depth = Math.max(1, Math.ceil(Math.log2(entries)));
  const leaves = 2 ** depth;
  // Of node n the children are 2n and 2n + 1; leaves come last.
  const counts = new Float64Array(2 * leaves);
  counts.fill(1, leaves, leaves + entries);
  for (let node = leaves - 1; node > 0; node--) {
    counts[node] = counts[2 * node]! + counts[2 * node + 1]!;
  }
  /** The distribution of the bit below a node; null where it is certain. */
  const indexOf = (node: number): number | null => {
    const ones = counts[2 * node + 1]!;
    if (ones === 0 || counts[2 * node] === 0) return null;
    return Math.max(1, Math.min(shares - 1, Math.floor((shares * ones) / counts[node]! + 0.5))) - 1;
  };
  /** Walks down to a leaf, which counts from now on; `bitOf` tells the bits that are not certain. */
  const walk = (bitOf: (index: number, place: number) => number): number => {
    let node = 1;
    for (let place = depth - 1; place >= 0; place--) {
      const index = indexOf(node);
      const certain = counts[2 * node] === 0 ? 1 : 0;
      const bit = index === null ? certain : bitOf(index, place);
      counts[node]! += 1;
      node = 2 * node + bit;
    }
    counts[node]! += 1;
    return node - leaves;
  };
  return {
    table: bitTable,
    /** What a coder gets of some numbers, which count. */
    bitsOf(numbers: Int16Array): RecordedPass {
      const symbols = new Int16Array(depth * numbers.length);
      const indexes = new Uint16Array(symbols.length);
      let count = 0;
      for (const number of numbers) {
        walk((index, place) => {
          const bit = (number >> place) & 1;
          symbols[count] = bit;
          indexes[count++] = index;
          return bit;
        });
      }
      return { symbols: symbols.slice(0, count), indexes: indexes.slice(0, count) };
    },
    /** Fills in numbers of a decoder. */
    read(decoder: Pick<SymbolDecoder, 'pull'>, numbers: Int16Array): void {
      const [bit, index] = [new Int16Array(1), new Uint16Array(1)];
      for (let i = 0; i < numbers.length; i++) {
        numbers[i] = walk((told) => {
          index[0] = told;
          decoder.pull(bit, index);
          return bit[0]!;
        });
      }
    },
  };
}

const bitTable: DistributionTable = {
  precision,
  distributions: Array.from({ length: shares - 1 }, (_, i) => {
    const zeros = (shares - 1 - i) * (2 ** precision / shares);
    return { offset: 0, cdf: Uint32Array.of(0, zeros, 2 ** precision), escape: false };
  }),
};
