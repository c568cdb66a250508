import { expect, test } from 'vitest';
import { formatBytes, formatPercent, formatSignificant } from '#src/page/model/format.js';

test('percents have a sign, and nothing has none', () => {
  const values = [12.34, -12.34, 0.04, -0.04, 0, 99.94, 99.96, 1995.9];
  expect(values.map((value) => formatPercent(value))).toEqual([
    ...['+12.3', '−12.3', '0.0', '0.0', '0.0', '+99.9', '+100', '+1996'],
  ]);
});

test('significant digits without an exponent', () => {
  const told = [0, 0.00012345, 9.996, 123.4, 123456, -1.5].map((value) => formatSignificant(value));
  expect(told).toEqual(['0', '0.000123', '10.0', '123', '123000', '−1.50']);
});

test('bytes in the unit that leaves three digits', () => {
  expect([0, 999, 1000, 123_456_789, 999_999].map(formatBytes)).toEqual([
    ...['0 B', '999 B', '1.00 kB', '123 MB', '1.00 MB'],
  ]);
});
