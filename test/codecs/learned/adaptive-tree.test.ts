import { expect, test } from 'vitest';
import { createAdaptiveTree } from '#src/codecs/learned/adaptive-tree.js';

test('bits that are certain are not coded', () => {
  expect(createAdaptiveTree(1).bitsOf(Int16Array.of(0, 0)).symbols).toHaveLength(0);
  // Of five numbers the last has one bit: behind a 1 only 100 is left.
  expect([...createAdaptiveTree(5).bitsOf(Int16Array.of(4)).symbols]).toEqual([1]);
  expect([...createAdaptiveTree(5).bitsOf(Int16Array.of(3)).symbols]).toEqual([0, 1, 1]);
});

test('the first bit is as likely as its numbers, and more so where it came', () => {
  const tree = createAdaptiveTree(4);
  const { indexes } = tree.bitsOf(new Int16Array(100));
  const { distributions, precision } = tree.table;
  const shareOfOne = (index: number): number => {
    return 1 - distributions[index]!.cdf[1]! / 2 ** precision;
  };
  expect(shareOfOne(indexes[0]!)).toBe(0.5);
  expect(shareOfOne(indexes[2]!)).toBeCloseTo(2 / 5, 2);
  expect(shareOfOne(indexes[198]!)).toBeLessThan(0.03);
});

test('decoding fills in what was coded', () => {
  const numbers = Int16Array.from({ length: 300 }, (_, i) => (i * i) % 37);
  const { symbols, indexes } = createAdaptiveTree(37).bitsOf(numbers);
  let at = 0;
  const decoder = {
    pull(bit: Int16Array, index: Uint16Array) {
      expect(index[0]).toBe(indexes[at]);
      bit[0] = symbols[at++]!;
    },
  };
  const found = new Int16Array(300);
  createAdaptiveTree(37).read(decoder, found);
  expect(found).toEqual(numbers);
  expect(at).toBe(symbols.length);
});
