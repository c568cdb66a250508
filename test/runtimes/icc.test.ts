import { expect, test } from 'vitest';
import { createRaster } from '#src/image/raster.js';
import { fromProfile } from '#src/runtimes/icc.js';
import { greyProfile } from '../support/png.ts';

const grey = createRaster({
  ...{ width: 3, height: 1, channels: 1, depth: 8 },
  data: Uint8Array.of(0, 100, 255),
});
const colour = createRaster({
  ...{ width: 1, height: 1, channels: 3, depth: 8 },
  data: Uint8Array.of(10, 20, 30),
});

test('samples of a profile become those of sRGB', async () => {
  const linear = await fromProfile(grey, greyProfile(1));
  expect(linear).toMatchObject({ width: 3, height: 1, channels: 1, depth: 8 });
  expect(linear.data[0]).toBe(0);
  // sRGB of 100/255 in linear light is 168 (IEC 61966-2-1).
  expect(Math.abs(linear.data[1]! - 168)).toBeLessThanOrEqual(1);
  expect(linear.data[2]).toBe(255);
});

test('a profile that is broken, or of other channels, changes nothing', async () => {
  expect([...(await fromProfile(grey, Uint8Array.of(1, 2, 3))).data]).toEqual([0, 100, 255]);
  expect([...(await fromProfile(colour, greyProfile(1))).data]).toEqual([10, 20, 30]);
});
