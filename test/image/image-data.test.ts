import { expect, test } from 'vitest';
import { rasterOf } from '#src/image/image-data.js';

const data = Uint8ClampedArray.from({ length: 24 }, (_, i) => i);

test('the samples of a canvas are a Raster of RGBA, without a copy', () => {
  const raster = rasterOf({ width: 3, height: 2, data, colorSpace: 'srgb' });
  expect(raster).toEqual({
    ...{ width: 3, height: 2, channels: 4, depth: 8 },
    data: Uint8Array.from(data),
  });
  expect(raster.data.buffer).toBe(data.buffer);
  expect(rasterOf({ width: 2, height: 3, data }).width).toBe(2);
});

test('a part of a larger buffer stays that part', () => {
  const part = data.subarray(8, 16);
  expect(rasterOf({ width: 2, height: 1, data: part }).data).toEqual(Uint8Array.from(part));
});

test('other colour spaces, other depths and other sizes are refused', () => {
  const size = { width: 3, height: 2 };
  expect(() => rasterOf({ ...size, data, colorSpace: 'display-p3' })).toThrow(/sRGB.*display-p3/);
  expect(() => rasterOf({ ...size, data: Float32Array.from(data) })).toThrow('8 bit');
  expect(() => rasterOf({ width: 3, height: 3, data })).toThrow('needs 36 samples, got 24');
});
