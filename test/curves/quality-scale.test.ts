import { expect, test } from 'vitest';
import { toQuality } from '#src/curves/quality-scale.js';

test('a scale rises with quality, 10 dB for each tenth of the loss', () => {
  expect(toQuality(38.25, 'value')).toBe(38.25);
  expect(toQuality(0.99, 'decibels-to-1')).toBeCloseTo(20, 9);
  expect(toQuality(0.5, 'decibels-to-1')).toBeCloseTo(3.0103, 4);
  expect(toQuality(0.001, 'decibels-to-0')).toBeCloseTo(30, 9);
  expect(toQuality(2, 'decibels-to-0')).toBeCloseTo(-3.0103, 4);
});

test('an exact picture has no end of quality', () => {
  expect(toQuality(1, 'decibels-to-1')).toBe(Number.POSITIVE_INFINITY);
  expect(toQuality(0, 'decibels-to-0')).toBe(Number.POSITIVE_INFINITY);
});
