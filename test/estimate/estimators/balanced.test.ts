import { expect, test } from 'vitest';
import { balanced } from '#src/estimate/estimators/balanced.js';
import { balancedTiles, sampleTiles } from '#src/estimate/sampling/tile-sample.js';
import { largePicture, questionOf } from '../../support/estimates.ts';

test('samples the balanced tiles in one mosaic', async () => {
  const question = questionOf(largePicture());
  const tiles = await balancedTiles(question);
  const { sample } = await sampleTiles(question, tiles!);
  expect(await balanced.sample(question)).toEqual(sample);
});
