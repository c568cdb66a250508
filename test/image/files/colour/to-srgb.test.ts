import { describe, expect, test } from 'vitest';
import { mixer, spaceOf, srgbSpace } from '#src/image/files/colour/space.js';
import { isSrgb, toSrgb } from '#src/image/files/colour/to-srgb.js';
import { power, srgbToLinear } from '#src/image/files/colour/transfer.js';
import { createRaster } from '#src/image/raster.js';

/** IEC 61966-2-1. */
const encode = (light: number) =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;

describe('toSrgb', () => {
  test.each([8, 16] as const)('rounds the formula, at %i bits', (depth) => {
    const peak = 2 ** depth - 1;
    const samples = depth === 8 ? new Uint8Array(256) : new Uint16Array(65536);
    const ramp = { width: peak + 1, height: 1, channels: 1, depth, data: samples.map((_, i) => i) };
    for (const exponent of [0.5, 1, 1.8, 2.2, 2.6]) {
      const { data } = toSrgb(createRaster(ramp), { curves: [power(exponent)], mix: null });
      let worst = 0;
      data.forEach((v, i) => {
        worst = Math.max(worst, Math.abs(v - peak * encode((i / peak) ** exponent)));
      });
      expect(worst).toBeLessThan(0.5 + 1e-6 * peak);
    }
  });

  test('clips what lies outside, and takes no number as black', () => {
    const one = createRaster({
      ...{ width: 1, height: 1, channels: 4, depth: 8 },
      data: Uint8Array.of(255, 0, 255, 77),
    });
    const mixed = toSrgb(one, { curves: [power(1)], mix: mixer([2, 0, 0, 0, 1, -1, 0, 0, NaN]) });
    expect([...mixed.data]).toEqual([255, 0, 0, 77]);
  });

  test('uses a curve for each channel, and on grey no mixing', () => {
    const curves = [power(1), () => 0, () => 1] as const;
    const rgb = createRaster({
      ...{ width: 1, height: 1, channels: 3, depth: 8 },
      data: Uint8Array.of(255, 9, 9),
    });
    expect([...toSrgb(rgb, { curves, mix: null }).data]).toEqual([255, 0, 255]);
    const grey = createRaster({ ...rgb, width: 3, channels: 1 });
    const mix = (values: Float64Array) => {
      values.fill(0);
    };
    expect(toSrgb(grey, { curves: [power(1)], mix }).data[0]).toBe(255);
  });
});

test('a space is sRGB where it is so to within half a step, and then changes nothing', () => {
  expect(isSrgb(srgbSpace)).toBe(true);
  expect(isSrgb({ curves: [(x) => srgbToLinear(x) + 1e-6], mix: null })).toBe(true);
  expect(isSrgb({ curves: [power(2.2)], mix: null })).toBe(false);
  expect(
    isSrgb(
      spaceOf(srgbToLinear, {
        white: [0.3127, 0.329],
        red: [0.68, 0.32],
        green: [0.265, 0.69],
        blue: [0.15, 0.06],
      })!,
    ),
  ).toBe(false);
  const deep = createRaster({
    ...{ width: 2, height: 1, channels: 1, depth: 16 },
    data: Uint16Array.of(1000, 33333),
  });
  expect(toSrgb(deep, { curves: [(x) => srgbToLinear(x) + 1e-6], mix: null })).toBe(deep);
});
