import { expect, test } from 'vitest';
import { type CurveRow, curvesOfRows, inDecibels } from '#src/formats/curve-rows.js';

const row = (changes: Partial<CurveRow>): CurveRow => ({
  ...{ place: 'line 2', curve: 'x', dataset: null, setting: '1', image: 'a', bpp: 1 },
  ...{ metrics: { psnr: 30 }, encodeSeconds: null, decodeSeconds: null },
  ...changes,
});

test('points are means over pictures, from the lowest rate on', () => {
  const { curves, leftOut } = curvesOfRows([
    row({ setting: '2', bpp: 4, metrics: { psnr: 40 }, encodeSeconds: 1 }),
    row({ setting: '2', bpp: 6, metrics: { psnr: null }, image: 'b', encodeSeconds: 3 }),
    row({}),
    row({ image: 'b', bpp: 2, metrics: { psnr: 32 } }),
  ]);
  expect(leftOut).toEqual([]);
  expect(curves).toEqual([
    {
      ...{ name: 'x', dataset: null, leftOut: [] },
      points: [
        {
          ...{ bpp: 1.5, metrics: { psnr: 31 } },
          images: { a: { bpp: 1, metrics: { psnr: 30 } }, b: { bpp: 2, metrics: { psnr: 32 } } },
        },
        {
          ...{ bpp: 5, metrics: { psnr: null }, encodeSeconds: 2 },
          images: { a: { bpp: 4, metrics: { psnr: 40 } }, b: { bpp: 6, metrics: { psnr: null } } },
        },
      ],
    },
  ]);
});

test('a point without every picture of its data set, and a picture told twice, are told', () => {
  const { curves, leftOut } = curvesOfRows([
    row({}),
    row({ place: 'line 3', bpp: 9 }),
    row({ place: 'line 4', curve: 'y', image: 'b' }),
    row({ place: 'line 5', curve: 'z', dataset: 'other', image: 'c' }),
  ]);
  expect(curves.map(({ name, dataset }) => [name, dataset])).toEqual([['z', 'other']]);
  expect(leftOut).toEqual([
    'line 3: it has curve, setting and picture of line 2',
    'x 1: it has 1 of 2 pictures',
    'y 1: it has 1 of 2 pictures',
  ]);
});

test('MS-SSIM in decibels is not taken', () => {
  const { curves } = curvesOfRows([row({ metrics: { 'ms-ssim': 12, psnr: 30 } })]);
  expect(curves[0]).toMatchObject({
    points: [{ metrics: { psnr: 30 } }],
    leftOut: [{ field: 'ms-ssim', reason: expect.stringContaining('decibels') }],
  });
  expect(curves[0]!.points[0]!.metrics).not.toHaveProperty('ms-ssim');
  expect(curves[0]!.points[0]!.images).toEqual({ a: { bpp: 1, metrics: { psnr: 30 } } });
  expect([inDecibels('ms-ssim', [0.9, null]), inDecibels('psnr', [40])]).toEqual([false, false]);
});
