import { expect, test } from 'vitest';
import { filters } from '#src/image/filters.js';
import { createRaster } from '#src/image/raster.js';
import { resample } from '#src/image/resample.js';
import { shrink } from '#src/runtimes/sharp.js';
import { picture } from '../support/photos.ts';

const lanczos3 = filters.lanczos3;

test('a flat picture stays flat, at both depths, also enlarged', () => {
  for (const [depth, Samples, value] of [
    [8, Uint8Array, 201],
    [16, Uint16Array, 40_001],
  ] as const) {
    const data = new Samples(13 * 7 * 3).fill(value);
    const flat = createRaster({ width: 13, height: 7, channels: 3, depth, data });
    for (const [width, height] of [
      [5, 3],
      [40, 1],
    ] as const) {
      for (const linear of [false, true]) {
        const { data: made } = resample(flat, { width, height, filter: lanczos3, linear });
        expect(new Set(made)).toEqual(new Set([value]));
      }
    }
  }
});

test('agrees with libvips to within its rounding', async () => {
  const image = picture(120, 90);
  const [own, other] = [
    resample(image, { width: 50, height: 38, filter: lanczos3 }),
    await shrink(image, 50),
  ];
  const differences = Array.from(own.data, (value, i) => Math.abs(value - other.data[i]!));
  const worst = Math.max(...differences);
  expect([other.width, other.height]).toEqual([50, 38]);
  expect(worst).toBeLessThanOrEqual(3);
});

test('a window is the part of the whole', () => {
  const image = picture(61, 47);
  const whole = resample(image, { width: 30, height: 20, filter: lanczos3 });
  const window = { left: 7, top: 3, width: 11, height: 9 };
  const part = resample(image, { width: 30, height: 20, window, filter: lanczos3 });
  for (let y = 0; y < 9; y++) {
    const from = ((y + 3) * 30 + 7) * 3;
    const row = part.data.subarray(y * 33, (y + 1) * 33);
    expect(
      Buffer.compare(Buffer.from(row), Buffer.from(whole.data.subarray(from, from + 33))),
    ).toBe(0);
  }
});

test('what is transparent colours nothing', () => {
  const data = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 0);
  const image = createRaster({ width: 2, height: 1, channels: 4, depth: 8, data });
  const { data: made } = resample(image, { width: 1, height: 1, filter: filters.box });
  expect([...made]).toEqual([255, 0, 0, 128]);
});

test('linear light keeps the light of a fine pattern, sRGB values do not', () => {
  const data = Uint8Array.from({ length: 16 }, (_, i) => (i % 2) * 255);
  const stripes = createRaster({ width: 16, height: 1, channels: 1, depth: 8, data });
  const middle = (linear: boolean) =>
    resample(stripes, { width: 8, height: 1, filter: filters.box, linear }).data[3];
  expect([middle(false), middle(true)]).toEqual([128, 188]);
});
