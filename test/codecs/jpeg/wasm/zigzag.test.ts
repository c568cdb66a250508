import { expect, test } from 'vitest';
import { zigzag } from '#src/codecs/jpeg/wasm/zigzag.js';

test('zigzag is figure 5 of T.81', () => {
  expect(zigzag.slice(0, 16)).toEqual([0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5]);
  expect(zigzag.slice(-6)).toEqual([39, 46, 53, 60, 61, 54, 47, 55, 62, 63].slice(-6));
  expect(new Set(zigzag).size).toBe(64);
});
