import { expect, test } from 'vitest';
import { optimalCode } from '#src/codecs/jpeg/wasm/optimal-code.js';

function lengthsOf(code: Uint8Array): Map<number, number> {
  const lengths = new Map<number, number>();
  let at = 16;
  for (let length = 1; length <= 16; length++) {
    for (let i = 0; i < code[length - 1]!; i++) lengths.set(code[at++]!, length);
  }
  return lengths;
}

test('rarer symbols get longer codes, none beyond 16 bits, and no code is all ones', () => {
  const counts = new Uint32Array(256);
  let [a, b] = [1, 1];
  for (let symbol = 0; symbol < 40; symbol++) {
    counts[symbol] = a;
    [a, b] = [b, Math.min(2 ** 31, a + b)];
  }
  const lengths = lengthsOf(optimalCode(counts));
  expect(lengths.size).toBe(40);
  const kraft = [...lengths.values()].reduce((sum, length) => sum + 2 ** -length, 0);
  expect(kraft).toBeLessThan(1);
  expect(Math.max(...lengths.values())).toBe(16);
  for (let symbol = 1; symbol < 40; symbol++) {
    expect(lengths.get(symbol)!).toBeLessThanOrEqual(lengths.get(symbol - 1)!);
  }
});

test('one symbol alone has a code of one bit', () => {
  const counts = new Uint32Array(256);
  counts[7] = 5;
  expect([...lengthsOf(optimalCode(counts))]).toEqual([[7, 1]]);
});
