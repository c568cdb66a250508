import { expect, test } from 'vitest';
import { createRaster } from '#src/image/raster.js';
import { isTransparent, lightTable, writeLight } from '#src/metrics/butteraugli/light.js';

test('black is dark, white is 80 nits, and sRGB lies between', () => {
  const table = lightTable(8);
  expect(table).toHaveLength(256);
  expect([table[0], table[255]]).toEqual([0, 80]);
  // sRGB 188 of 255 is 0.5029 of the light; below 0.04045 light is linear.
  expect(table[188]! / 80).toBeCloseTo(0.5029, 4);
  expect(table[10]!).toBeCloseTo(2 * table[5]!, 6);
});

test('a value is as bright in either depth', () => {
  const [shallow, deep] = [lightTable(8), lightTable(16)];
  expect(shallow).toEqual(Float32Array.from(shallow, (_, value) => deep[257 * value]!));
});

const pixel = (depth: 8 | 16, ...data: number[]) =>
  createRaster({
    ...{ width: data.length / 4, height: 1, channels: 4, depth },
    data: depth === 8 ? Uint8Array.from(data) : Uint16Array.from(data),
  });

test('one pixel that is not opaque makes a picture transparent', () => {
  expect(isTransparent(pixel(8, 0, 0, 0, 255, 0, 0, 0, 254))).toBe(true);
  expect(isTransparent(pixel(8, 0, 0, 0, 255, 0, 0, 0, 255))).toBe(false);
  expect(isTransparent(pixel(16, 0, 0, 0, 255))).toBe(true);
  const colour = createRaster({
    width: 1,
    height: 1,
    channels: 3,
    depth: 8,
    data: new Uint8Array(3),
  });
  expect(isTransparent(colour)).toBe(false);
});

test('alpha is laid over black or white in sRGB values, rows as long as asked for', () => {
  const image = createRaster({
    ...{ width: 1, height: 2, channels: 4, depth: 8 },
    // Clear; a fifth of a white.
    data: Uint8Array.of(255, 0, 255, 0, 255, 255, 255, 51),
  });
  const over = (ground: 0 | 1) => {
    const planes = [0, 1, 2].map(() => new Float32Array(6).fill(-1));
    writeLight(image, ground, planes, 3);
    return planes;
  };
  const table = lightTable(8);
  for (const plane of over(0)) expect([...plane]).toEqual([0, -1, -1, table[51], -1, -1]);
  for (const plane of over(1)) expect([...plane]).toEqual([80, -1, -1, 80, -1, -1]);
});
