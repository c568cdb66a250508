import { expect, test } from 'vitest';
import { header } from '#src/estimate/estimators/header.js';
import { openPicture } from '#src/estimate/picture.js';
import { predict } from '#src/estimate/predict.js';
import { calibrationOf, deflating, entryOf, questionOf } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

const never = () => Promise.reject(new Error('it was decoded'));

test('decodes nothing and compresses nothing', async () => {
  const facts = {
    width: 1000,
    height: 500,
    holdsSeveral: false,
    file: { bytes: 50_000, format: 'jpeg' },
  };
  const question = {
    ...questionOf(picture(1, 1), {
      compressor: deflating({
        compress: never,
        fit: () => {
          throw new Error('it was fitted');
        },
      }),
    }),
    picture: openPicture(facts, never),
  };
  const sample = await header.sample(question);
  if (sample.kind !== 'part') throw new Error('expected a part');
  const names = Object.keys(sample.features);
  expect(names).toEqual(['pixel-jpeg', 'source-jpeg']);
  const entry = entryOf({ estimator: 'header', coefficients: { [names[0]!]: -2 } });
  const { identity } = question.compressor;
  const { predictedBytes } = predict(sample, facts, 'header', identity, calibrationOf(entry));
  expect(predictedBytes).toBeGreaterThan(0);
});

test('of samples tells by the pixels alone', async () => {
  const sample = await header.sample(questionOf(picture(30, 20)));
  expect(sample).toMatchObject({ kind: 'part', bits: 0 });
});
