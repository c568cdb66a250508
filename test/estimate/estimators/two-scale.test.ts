import { expect, test } from 'vitest';
import { twoScale } from '#src/estimate/estimators/two-scale.js';
import { deflating, largePicture, questionOf } from '../../support/estimates.ts';

const image = largePicture(1400, 900);

/** A compressor whose files grow by a power law. */
const byPower = (power: number) =>
  deflating({
    compress: async ({ width, height }) => ({
      bytes: 100 + 3 * (width * height) ** power,
      seconds: 0,
    }),
  });

test.each([1, 0.8])('finds a power law in the pixels: %d', async (power) => {
  const sample = await twoScale.sample(questionOf(image, { compressor: byPower(power) }));
  if (sample.kind !== 'part') throw new Error('expected a part');
  const bytes = sample.overhead + (sample.bits * 1400 * 900) / 8;
  expect(bytes / (100 + 3 * (1400 * 900) ** power)).toBeCloseTo(1, 1);
});

test('refuses a picture that is not wider than the larger sample', () => {
  expect(twoScale.refuses(questionOf(image, { sampleWidth: 700 }))).toBe(
    'the picture is not wider than 1400 pixels',
  );
  expect(twoScale.refuses(questionOf(image, { sampleWidth: 699 }))).toBeNull();
});
