import { expect, test } from 'vitest';
import { alphaFates } from '#src/base/alpha-fate.js';
import { compareAlpha } from '#src/image/alpha.js';
import { createRaster, type Raster } from '#src/image/raster.js';

const rgba = (...alphas: number[]): Raster =>
  createRaster({
    ...{ width: alphas.length, height: 1, channels: 4, depth: 8 },
    data: Uint8Array.from(alphas.flatMap((alpha) => [9, 9, 9, alpha])),
  });
const deep = (...alphas: number[]): Raster =>
  createRaster({
    ...{ width: alphas.length, height: 1, channels: 4, depth: 16 },
    data: Uint16Array.from(alphas.flatMap((alpha) => [9, 9, 9, alpha])),
  });
const rgb = createRaster({
  ...{ width: 2, height: 1, channels: 3, depth: 8 },
  data: new Uint8Array(6),
});

test('opaque pictures have no alpha to tell of', () => {
  expect(compareAlpha(rgb, rgb)).toBeNull();
  expect(compareAlpha(rgba(255, 255), rgb)).toBeNull();
  expect(compareAlpha(rgb, deep(65_535, 65_535))).toBeNull();
});

test('alpha is kept, differs in one sample, or is lost', () => {
  expect(compareAlpha(rgba(0, 255), rgba(0, 255))).toBe('kept');
  expect(compareAlpha(rgba(0, 255), rgba(0, 254))).toBe('differs');
  expect(compareAlpha(rgba(0, 255), rgba(255, 255))).toBe('lost');
  expect(compareAlpha(rgba(0, 255), rgb)).toBe('lost');
  expect(compareAlpha(rgb, rgba(255, 3))).toBe('differs');
  const told = [255, 254, 0].map((alpha) => compareAlpha(rgba(0, 255), rgba(alpha, 255)));
  expect(new Set(told)).toEqual(new Set(['lost', 'differs', 'kept']));
  expect(new Set(told)).toEqual(new Set(alphaFates));
});

test('8 bit stands beside 16 as v * 257', () => {
  expect(compareAlpha(rgba(7, 255), deep(7 * 257, 65_535))).toBe('kept');
  expect(compareAlpha(deep(7 * 257 + 1, 65_535), rgba(7, 255))).toBe('differs');
  expect(compareAlpha(deep(255, 0), rgba(0, 0))).toBe('differs');
});
