import { expect, test } from 'vitest';
import { balancedSample, balancedTiles, sampleTiles } from '#src/estimate/sampling/tile-sample.js';
import { balancedCount, tileSide } from '#src/estimate/tiles/plan.js';
import { deflateHeader, deflating, largePicture, questionOf } from '../../support/estimates.ts';

const image = largePicture();

test('balanced tiles are those of the seed, as many as planned', async () => {
  const question = questionOf(image);
  const tiles = await balancedTiles(question);
  expect(tiles).toHaveLength(balancedCount(image)!);
  expect(await balancedTiles(question)).toEqual(tiles);
  const others = await balancedTiles({ ...question, seed: 2 });
  expect(others).not.toEqual(tiles);
});

test('a sample holds what the mosaic of the tiles weighs without its header', async () => {
  const question = questionOf(image);
  const tiles = (await balancedTiles(question))!;
  const { sample, mosaic } = await sampleTiles(question, tiles);
  const { width, height } = mosaic.image;
  expect(width * height).toBe(tiles.length * tileSide ** 2);
  const { bytes } = await deflating().compress(mosaic.image);
  expect(sample.overhead).toBeGreaterThan(deflateHeader);
  expect(sample.bits).toBeCloseTo((8 * (bytes - sample.overhead)) / (width * height));
  for (const value of Object.values(sample.features)) expect(value).toBeGreaterThan(0);
});

test('the errors of balanced tiles spread with the root of the bytes that they hold', async () => {
  const spreadOf = async (bytes: number) => {
    const compressor = deflating({
      compress: async (each) => ({ bytes: each.width > 100 ? bytes : 0, seconds: 0 }),
    });
    return (await balancedSample(questionOf(image, { compressor })))!.sample.spread!;
  };
  expect(await spreadOf(10_000)).toBeCloseTo(1);
  expect(await spreadOf(2_500)).toBeCloseTo(2);
  // Beyond what was measured it is no less.
  expect(await spreadOf(8e6)).toBe(await spreadOf(8e5));
});

test('beside the reading at a quarter of the size seams are no features', async () => {
  const plain = (await balancedSample(questionOf(image)))!.sample;
  expect(Object.keys(plain.features)).toEqual(['seam', 'step', 'bits']);
  const compressor = deflating({ quarter: deflating() });
  const { features, bits } = (await balancedSample(questionOf(image, { compressor })))!.sample;
  expect(Object.keys(features)).toEqual(['bits', 'quarter']);
  expect(features['bits']).toBe(bits);
});

test('a picture whose parts differ is more uneven than one that is alike everywhere', async () => {
  const half = largePicture();
  const { width, height, channels, data } = half;
  data.fill(128, (width * height * channels) / 2);
  const unevennessOf = async (each: typeof image) =>
    (await balancedSample(questionOf(each)))!.sample.unevenness!;
  expect(await unevennessOf(half)).toBeGreaterThan(1.5 * (await unevennessOf(image)));
});
