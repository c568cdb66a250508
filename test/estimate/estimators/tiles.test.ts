import { describe, expect, test } from 'vitest';
import { balanced } from '#src/estimate/estimators/balanced.js';
import { sibling } from '#src/estimate/estimators/sibling.js';
import { tiles } from '#src/estimate/estimators/tiles.js';
import { deflating, largePicture, questionOf } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

const image = largePicture();
const question = questionOf(image, { compressor: deflating({ sibling: deflating() }) });
const pixels = image.width * image.height;
const actual = (await deflating().compress(image)).bytes;

async function errorOf(estimator: typeof tiles, seed = 1): Promise<number> {
  const sample = await estimator.sample({ ...question, seed });
  if (sample.kind !== 'part') throw new Error('expected a part');
  return (sample.overhead + (sample.bits * pixels) / 8) / actual - 1;
}

describe('tiles', () => {
  test('at fixed places, balanced, and beside a sibling come near to the size of the whole', async () => {
    for (const estimator of [tiles, balanced, sibling]) {
      expect(Math.abs(await errorOf(estimator)), estimator.id).toBeLessThan(0.1);
    }
  });

  test.each([tiles, balanced, sibling])('$id refuses a picture without room', (estimator) => {
    const small = { ...question, ...questionOf(picture(500, 400)) };
    const lacks = estimator.refuses({ ...small, compressor: question.compressor });
    expect(lacks).toMatch(/^500x400 has no room for tiles/);
  });
});

describe('a sibling', () => {
  test('that is the compressor itself knows the size exactly', async () => {
    expect(Math.abs(await errorOf(sibling))).toBeLessThan(1e-9);
    expect(Math.abs(await errorOf(sibling, 2))).toBeLessThan(1e-9);
  });

  test('is needed', () => {
    expect(sibling.refuses(questionOf(image))).toBe(
      'deflating has no faster setting whose size goes along with its own',
    );
  });
});
