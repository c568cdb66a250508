import { expect, test } from 'vitest';
import { readAtFixed } from '#src/leaderboard/fixed-points.js';
import { noImageCurves } from '#src/leaderboard/image-curves.js';
import { metricOf } from '../support/facts.ts';

const mean = [0, 1, 2, 3, 4].map((i) => ({ rate: 0.25 * 2 ** i, quality: 28 + 3 * i, point: i }));
const rest = {
  ...{ version: '1', scale: 'value' as const, points: 5, infinite: 0, images: noImageCurves },
  mean,
};
const curves = new Map([
  ['psnr', { metric: 'psnr', ...rest }],
  ['ssim', { metric: 'ssim', ...rest }],
]);

test('rates at the fixed values of a metric, null outside what was measured', () => {
  const { bpp } = readAtFixed(curves, [metricOf('psnr'), metricOf('ssim')]);
  expect(Object.keys(bpp)).toEqual(['psnr']);
  expect(bpp['psnr']!['40']).toBeCloseTo(4, 12);
  expect(bpp['psnr']!['30']).toBeCloseTo(0.25 * 2 ** (2 / 3), 9);
  expect(readAtFixed(new Map(), [metricOf('psnr')]).bpp['psnr']).toEqual({
    30: null,
    35: null,
    40: null,
  });
});

test('fixed values are on the metric’s own axis, not on that of qualities', () => {
  const ssim = { ...metricOf('ssim'), fixedQualities: [1 - 10 ** -3.4] };
  const { bpp } = readAtFixed(curves, [ssim]);
  expect(Object.values(bpp['ssim']!)).toEqual([expect.closeTo(1, 9)]);
});

test('qualities at fixed rates, of every curve', () => {
  const { quality } = readAtFixed(curves, []);
  expect(quality['psnr']).toEqual({ 0.25: 28, 0.5: 31, 1: 34, 2: 37 });
  expect(quality['ssim']).toEqual(quality['psnr']);
});
