import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { centreCrop, crop, parseSize, paste } from '#src/image/crop.js';
import { createRaster } from '#src/image/raster.js';

/** Samples tell their place: 10 * row + column, and the channel in the hundreds. */
const image = createRaster({
  width: 5,
  height: 4,
  channels: 3,
  depth: 16,
  data: Uint16Array.from({ length: 60 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return Math.floor(pixel / 5) * 10 + (pixel % 5) + 100 * (i % 3);
  }),
});

test('the centre is cut, a spare row or column falls to the right and the bottom', () => {
  const centre = centreCrop(image, 2, 3);
  expect(centre).toMatchObject({ width: 2, height: 3, channels: 3, depth: 16 });
  expect([...centre.data.filter((_, i) => i % 3 === 0)]).toEqual([1, 2, 11, 12, 21, 22]);
  expect([...centre.data.subarray(0, 3)]).toEqual([1, 101, 201]);
});

test('a side that is longer than the picture is left as it is', () => {
  expect(centreCrop(image, 9, 9)).toBe(image);
  expect(centreCrop(image, 1, 9)).toMatchObject({ width: 1, height: 4 });
});

test('a rectangle has to lie inside', () => {
  const corner = crop(image, { left: 4, top: 3, width: 1, height: 1 });
  expect([...corner.data]).toEqual([34, 134, 234]);
  expect(() => crop(image, { left: 4, top: 3, width: 2, height: 1 })).toThrow(RangeError);
  expect(() => crop(image, { left: -1, top: 0, width: 2, height: 1 })).toThrow(RangeError);
});

test('a size is WIDTHxHEIGHT', () => {
  expect(parseSize('512x384')).toEqual({ width: 512, height: 384 });
  expect(parseSize(' 1x1 ')).toEqual({ width: 1, height: 1 });
  for (const wrong of ['', '512', '0x5', '5x0', '-1x5', '5X5', '5x5x5', '1e3x5', '5.5x5']) {
    expect(() => parseSize(wrong)).toThrow(UsageError);
  }
  expect(() => parseSize('big')).toThrow("WIDTHxHEIGHT in pixels, such as 512x512, got 'big'");
});

test('parts that are pasted where they were cut make the whole again', () => {
  const whole = createRaster({ ...image, data: new Uint16Array(image.data.length) });
  for (const area of [
    { left: 0, top: 0, width: 3, height: 4 },
    { left: 3, top: 0, width: 2, height: 1 },
    { left: 3, top: 1, width: 2, height: 3 },
  ]) {
    paste(whole, crop(image, area), area);
  }
  expect(whole).toEqual(image);
});
