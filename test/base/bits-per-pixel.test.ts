import { expect, test } from 'vitest';
import { bitsPerPixel } from '#src/base/bits-per-pixel.js';

test('bits of the file over pixels of the picture', () => {
  expect(bitsPerPixel(3, 4, 2)).toBe(3);
  expect(bitsPerPixel(0, 4, 2)).toBe(0);
});

test('null where a number is not known', () => {
  expect(bitsPerPixel(null, 4, 2)).toBeNull();
  expect(bitsPerPixel(3, null, 2)).toBeNull();
  expect(bitsPerPixel(3, 4, null)).toBeNull();
});
