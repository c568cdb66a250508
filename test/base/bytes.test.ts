import { expect, test } from 'vitest';
import { joinBytes, latin1, sameBytes } from '#src/base/bytes.js';

test.each([0, 1, 3, 4, 5, 8, 17])('a run of %d bytes is the same as its copy alone', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => 7 * i);
  // Behind one byte more, so that it does not lie on a word.
  const shifted = joinBytes([Uint8Array.of(9), bytes]).subarray(1);
  expect(sameBytes(bytes, bytes.slice())).toBe(true);
  expect(sameBytes(bytes, shifted)).toBe(true);
  expect(sameBytes(bytes, joinBytes([bytes, Uint8Array.of(0)]))).toBe(false);
  for (let i = 0; i < length; i++) {
    const other = bytes.slice();
    other[i]! ^= 0x80;
    expect(sameBytes(bytes, other), `byte ${i}`).toBe(false);
    expect(sameBytes(shifted, other), `byte ${i}`).toBe(false);
  }
});

test('runs are joined in their order', () => {
  const first = Uint8Array.of(1, 2);
  const joined = joinBytes([first, new Uint8Array(0), Uint8Array.of(3)]);
  first[0] = 9;
  expect([...joined]).toEqual([1, 2, 3]);
});

test('every byte is one character', () => {
  expect(latin1(Uint8Array.of(0x41, 0xe9, 0xff))).toBe('A\u00e9\u00ff');
});
