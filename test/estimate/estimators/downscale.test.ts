import { expect, test } from 'vitest';
import { downscale } from '#src/estimate/estimators/downscale.js';
import { shrink } from '#src/runtimes/sharp.js';
import { deflating, largePicture, questionOf } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

test('up to 150,000 pixels the picture is compressed whole', async () => {
  const image = picture(500, 300);
  const { bytes } = await deflating().compress(image);
  expect(await downscale.sample(questionOf(image))).toMatchObject({ kind: 'whole', bytes });
  expect(await downscale.sample(questionOf(picture(501, 300)))).toMatchObject({ kind: 'part' });
});

test('a larger one is shrunk to the width of the sample, and its bits per pixel count', async () => {
  const image = largePicture(1200, 800);
  for (const sampleWidth of [300, 120]) {
    const small = await shrink(image, sampleWidth);
    const { bytes } = await deflating().compress(small);
    expect(await downscale.sample(questionOf(image, { sampleWidth }))).toEqual({
      kind: 'part',
      bits: (8 * bytes) / (small.width * small.height),
      overhead: 0,
      features: {},
    });
  }
});

test('a sample that is wider than the picture is the picture', async () => {
  const image = picture(500, 400);
  const sample = await downscale.sample(questionOf(image, { sampleWidth: 600 }));
  expect(sample).toMatchObject({ kind: 'whole', reason: '500x400 is compressed whole' });
});
