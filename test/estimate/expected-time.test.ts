import { expect, test } from 'vitest';
import type { Compressor } from '#src/estimate/compressor.js';
import {
  expectedTime,
  fastPrefix,
  mostTime,
  quarterPrefix,
  timeFeatures,
} from '#src/estimate/expected-time.js';
import {
  calibrationOf,
  deflating,
  entryOf,
  largePicture,
  questionOf,
} from '../support/estimates.ts';

const image = largePicture();
const megapixels = (image.width * image.height) / 1e6;

test('is that of the calibration where it has the very codec', async () => {
  const coefficients = {
    ...{ megapixels: 2, [`${fastPrefix}megapixels`]: 0.5, [`${quarterPrefix}megapixels`]: 0.1 },
  };
  const calibration = calibrationOf(entryOf({ estimator: 'exact', coefficients }));
  const compressor = deflating({ compress: () => Promise.reject(new Error('it was timed')) });
  expect(await expectedTime(questionOf(image, { compressor }), calibration)).toEqual({
    seconds: 2 * megapixels,
    fastShare: 0.25,
    mapShare: 0,
    quarterShare: 0.05,
  });
});

test('is else that of a crop, for all pixels', async () => {
  const timed = (perPixel: number, sibling = false): Compressor =>
    deflating({
      compress: async ({ width, height }) => ({ bytes: 100, seconds: perPixel * width * height }),
      ...(sibling && { sibling: timed(perPixel / 4), quarter: timed(perPixel) }),
    });
  const question = questionOf(image, { compressor: timed(1e-6, true) });
  const { seconds, fastShare, quarterShare } = await expectedTime(question, calibrationOf());
  expect(seconds).toBeCloseTo(megapixels);
  expect(fastShare).toBeCloseTo(0.25);
  expect(quarterShare).toBeCloseTo(1 / 16);
  const alone = questionOf(image, { compressor: timed(1e-6) });
  expect(await expectedTime(alone, calibrationOf())).toMatchObject({
    ...{ fastShare: null, quarterShare: 0 },
  });
});

test('is linear in the pixels and the bits of a map', () => {
  const map = { columns: 10, rows: 5, values: new Float64Array(50), mean: 1000 };
  const features = timeFeatures({ width: 1000, height: 500 }, map);
  expect(features['megapixels']).toBe(0.5);
  expect(features['megabits']).toBe(0.05);
});

test('is at most that of a picture of many bits, which nothing is read for', () => {
  const coefficients = { megapixels: 2, megabits: 1 };
  const calibration = calibrationOf(entryOf({ estimator: 'exact', coefficients }));
  const question = questionOf(image);
  expect(mostTime(question, calibration)).toBeCloseTo((2 + 2.5) * megapixels);
  expect(mostTime(question, calibrationOf())).toBeNull();
});
