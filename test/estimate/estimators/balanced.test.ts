import { expect, test } from 'vitest';
import { balanced } from '#src/estimate/estimators/balanced.js';
import { balancedSample, balancedTiles, sampleTiles } from '#src/estimate/sampling/tile-sample.js';
import { largePicture, questionOf } from '../../support/estimates.ts';

test('samples the balanced tiles in one mosaic', async () => {
  const question = questionOf(largePicture());
  const tiles = await balancedTiles(question);
  const { sample } = await sampleTiles(question, tiles!);
  const found = await balanced.sample(question);
  const any = expect.any(Number);
  expect(found).toEqual({ ...sample, spread: any, unevenness: any });
  // Taken once for a question.
  expect((await balancedSample(question))!.sample).toBe(found);
});
