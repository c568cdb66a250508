import { expect, test } from 'vitest';
import { quarterFeature, shrinkByArea } from '#src/estimate/sampling/quarter.js';
import { createRaster } from '#src/image/raster.js';
import { deflating, largePicture, questionOf } from '../../support/estimates.ts';

test('shrinks by the means of squares, and leaves out what is left over', () => {
  const data = Uint8Array.from({ length: 9 * 5 }, (_, i) => (i % 9 < 4 ? 10 : i < 9 ? 50 : 20));
  const small = shrinkByArea(createRaster({ width: 9, height: 5, channels: 1, depth: 8, data }));
  expect([small.width, small.height]).toEqual([2, 1]);
  // Of the second square one row of four is 50.
  expect([...small.data]).toEqual([10, 28]);
});

test('keeps the depth and the channels', () => {
  const data = Uint16Array.from({ length: 4 * 4 * 3 }, (_, i) => [40_000, 7, 900][i % 3]!);
  const small = shrinkByArea(createRaster({ width: 4, height: 4, channels: 3, depth: 16, data }));
  expect(small).toMatchObject({ channels: 3, depth: 16 });
  expect([...small.data]).toEqual([40_000, 7, 900]);
});

test('a mosaic that costs more at a quarter of the size has a feature above 0, the whole itself 0', async () => {
  const image = largePicture();
  const compressor = deflating({ quarter: deflating() });
  const question = questionOf(image, { compressor });
  expect(await quarterFeature(question, image)).toBe(0);
  const right = largePicture(512, 512, 3);
  const feature = await quarterFeature(question, right);
  const bits = async (of: typeof image) =>
    (8 * (await deflating().compress(shrinkByArea(of))).bytes) / (of.width * of.height);
  expect(feature).toBeCloseTo((await bits(right)) - (await bits(image)));
});

test('asks nothing of a compressor without a setting for it', async () => {
  const image = largePicture();
  expect(await quarterFeature(questionOf(image), image)).toBeNull();
});
