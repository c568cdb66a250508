import { expect, test } from 'vitest';
import { dropAlpha, withoutOpaqueAlpha } from '#src/image/opaque.js';
import { createRaster } from '#src/image/raster.js';

const rgba = (...data: number[]) =>
  createRaster({ width: 2, height: 1, channels: 4, depth: 8, data: Uint8Array.from(data) });

test('alpha that is opaque throughout is left out, any other stays', () => {
  const opaque = withoutOpaqueAlpha(rgba(1, 2, 3, 255, 4, 5, 6, 255));
  expect(opaque).toMatchObject({ width: 2, height: 1, channels: 3, depth: 8 });
  expect([...opaque.data]).toEqual([1, 2, 3, 4, 5, 6]);
  const fading = rgba(1, 2, 3, 255, 4, 5, 6, 254);
  expect(withoutOpaqueAlpha(fading)).toBe(fading);
  expect([...dropAlpha(fading).data]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('16 bit is opaque at 65535', () => {
  const deep = (alpha: number) =>
    createRaster({
      ...{ width: 1, height: 1, channels: 4, depth: 16 },
      data: Uint16Array.of(1, 2, 300, alpha),
    });
  expect(withoutOpaqueAlpha(deep(65_535))).toMatchObject({ channels: 3, depth: 16 });
  expect(withoutOpaqueAlpha(deep(255)).channels).toBe(4);
});

test('pictures without alpha are as they were', () => {
  const grey = createRaster({
    ...{ width: 1, height: 1, channels: 1, depth: 8 },
    data: Uint8Array.of(255),
  });
  expect(withoutOpaqueAlpha(grey)).toBe(grey);
});
