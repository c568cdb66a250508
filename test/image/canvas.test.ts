import { expect, test } from 'vitest';
import { flatten, pad } from '#src/image/canvas.js';
import { createRaster } from '#src/image/raster.js';

const grey = createRaster({
  ...{ width: 1, height: 1, channels: 1, depth: 8, data: Uint8Array.of(9) },
});
const place = { width: 2, height: 1, left: 1, top: 0 };

test('padding keeps grey on grey, and becomes what its colour needs', () => {
  const on = (r: number, g: number, b: number, alpha: number) =>
    pad(grey, { ...place, ground: { r, g, b, alpha } });
  expect([...on(50, 50, 50, 255).data]).toEqual([50, 9]);
  expect([...on(1, 2, 3, 255).data]).toEqual([1, 2, 3, 9, 9, 9]);
  expect([...on(1, 2, 3, 4).data]).toEqual([1, 2, 3, 4, 9, 9, 9, 255]);
});

test('16 bit gets the whole range of the colour', () => {
  const deep = createRaster({
    ...{ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(7) },
  });
  const padded = pad(deep, { ...place, ground: { r: 255, g: 255, b: 255, alpha: 255 } });
  expect([...padded.data]).toEqual([65_535, 7]);
});

test('alpha is laid over the colour', () => {
  const data = Uint8Array.of(255, 0, 0, 0, 0, 0, 255, 255);
  const image = createRaster({ width: 2, height: 1, channels: 4, depth: 8, data });
  const ground = { r: 10, g: 20, b: 30, alpha: 255 };
  expect([...flatten(image, ground).data]).toEqual([10, 20, 30, 0, 0, 255]);
  expect(flatten(grey, ground)).toBe(grey);
});
