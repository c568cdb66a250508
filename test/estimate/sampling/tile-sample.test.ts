import { expect, test } from 'vitest';
import { balancedTiles, sampleTiles } from '#src/estimate/sampling/tile-sample.js';
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
