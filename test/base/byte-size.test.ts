import { expect, test } from 'vitest';
import { parseByteSize } from '#src/base/byte-size.js';

test.each([
  ['500', 500e6],
  ['2G', 2e9],
  ['2g', 2e9],
  ['1.5 GB', 1.5e9],
  ['.5G', 5e8],
  ['250k', 250_000],
  ['2GiB', 2 ** 31],
  ['100B', 100],
  ['1T', 1e12],
])('%s', (text, bytes) => {
  expect(parseByteSize(text, 1e6)).toBe(bytes);
});

test('a bare number is of the unit that is told', () => {
  expect([parseByteSize('7', 1), parseByteSize('7', 1e6)]).toEqual([7, 7e6]);
});

test.each(['', 'G', '2X', '-1G', '1e9', '2 G G', '9999999T', 'Infinity', '1.5'])(
  '%s is none',
  (text) => {
    expect(parseByteSize(text, 1)).toBeNull();
  },
);
