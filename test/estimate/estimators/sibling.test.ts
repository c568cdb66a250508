import { expect, test } from 'vitest';
import { sibling } from '#src/estimate/estimators/sibling.js';
import { deflating, largePicture, questionOf } from '../../support/estimates.ts';

test('compresses the whole by the fast setting alone', async () => {
  const image = largePicture();
  const own: number[] = [];
  const fast: number[] = [];
  const noting = (into: number[]) =>
    deflating({
      compress: (each) => {
        into.push(each.width * each.height);
        return deflating().compress(each);
      },
    });
  const compressor = { ...noting(own), sibling: noting(fast) };
  await sibling.sample(questionOf(image, { compressor }));
  expect(Math.max(...fast)).toBe(image.width * image.height);
  expect(Math.max(...own)).toBeLessThan(0.5 * image.width * image.height);
});
