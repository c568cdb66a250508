import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalCodes, codeLengths } from '#src/entropy/coders/code-lengths.js';

/** Bits of all symbols by Huffman's own way: the two lightest become one until one is left. */
function huffmanBits(weights: readonly number[]): number {
  const left = [...weights];
  let bits = 0;
  while (left.length > 1) {
    left.sort((a, b) => a - b);
    const sum = left.shift()! + left.shift()!;
    bits += sum;
    left.push(sum);
  }
  return bits;
}
const bitsOf = (weights: readonly number[], lengths: Uint8Array) =>
  weights.reduce((sum, weight, slot) => sum + weight * lengths[slot]!, 0);
const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 30 });

describe('codeLengths', () => {
  test('costs what a Huffman code costs where no code is too long', () => {
    fc.assert(
      fc.property(weights, (given) => {
        const lengths = codeLengths(Uint32Array.from(given), 16);
        expect(bitsOf(given, lengths)).toBe(huffmanBits(given));
      }),
    );
  });

  test('is complete, and gives a heavier slot no longer code, whatever the limit', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 5, max: 16 }), (given, longest) => {
        const lengths = codeLengths(Uint32Array.from(given), longest);
        expect(Math.max(...lengths)).toBeLessThanOrEqual(longest);
        expect([...lengths].reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
        for (const [i, weight] of given.entries()) {
          for (const [j, other] of given.entries()) {
            if (weight > other) expect(lengths[i]!).toBeLessThanOrEqual(lengths[j]!);
          }
        }
      }),
    );
  });

  // Fibonacci's numbers make the longest codes; within 3 bits the best is known by hand.
  test('is the best within a limit', () => {
    const given = [1, 1, 2, 3, 5];
    expect([...codeLengths(Uint32Array.from(given), 16)]).toEqual([4, 4, 3, 2, 1]);
    expect(bitsOf(given, codeLengths(Uint32Array.from(given), 3))).toBe(5 + 3 * (1 + 1 + 2 + 3));
    expect([...codeLengths(Uint32Array.of(9, 1, 1, 1), 2)]).toEqual([2, 2, 2, 2]);
  });

  test('one slot alone takes no bits', () => {
    expect([...codeLengths(Uint32Array.of(7), 16)]).toEqual([0]);
    expect([...codeLengths(new Uint32Array(), 16)]).toEqual([]);
  });
});

test('canonicalCodes goes by length, then by slot (RFC 1951, 3.2.2)', () => {
  const { codes, firsts, counts } = canonicalCodes(Uint8Array.of(3, 3, 3, 3, 3, 2, 4, 4));
  expect([...codes]).toEqual([0b010, 0b011, 0b100, 0b101, 0b110, 0b00, 0b1110, 0b1111]);
  expect([...firsts.subarray(0, 5)]).toEqual([0, 0, 0, 2, 14]);
  expect([...counts.subarray(0, 5)]).toEqual([0, 0, 1, 5, 2]);
});
