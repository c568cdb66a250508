import { describe, expect, test } from 'vitest';
import { byTime, chooseEstimator, onlyChoice } from '#src/estimate/auto.js';
import { timeFeatures } from '#src/estimate/expected-time.js';
import { estimators } from '#src/estimate/registry.js';
import { createRaster } from '#src/image/raster.js';
import {
  calibrationOf,
  deflating,
  entryOf,
  largePicture,
  questionOf,
} from '../support/estimates.ts';
import { picture } from '../support/photos.ts';

const image = largePicture();
const budget = { timeBudgetSeconds: 0.4, timeLimitSeconds: 30 };

/** A calibration by which the encode of a picture takes so long, and the sibling a share of that. */
const taking = (seconds: number, fastShare?: number) => {
  const megapixels = seconds / ((image.width * image.height) / 1e6);
  const fast = fastShare === undefined ? {} : { 'fast-megapixels': megapixels * fastShare };
  return calibrationOf(entryOf({ estimator: 'exact', coefficients: { megapixels, ...fast } }));
};

/** What cannot be read. */
const refused = () => Promise.reject(new Error('nothing is read'));

describe('auto', () => {
  test('encodes what is too small to be sampled', async () => {
    for (const small of [picture(768, 512), picture(1, 1)]) {
      const choice = await chooseEstimator(questionOf(small), taking(100), budget);
      expect(choice).toMatchObject({ ladder: { steps: ['exact'] }, doubtful: false });
      expect(choice.reason).toMatch(/too small to be sampled/);
    }
  });

  test('encodes what is expected to fit the time, and says so', async () => {
    const unread = {
      ...questionOf(image),
      picture: { ...questionOf(image).picture, maps: refused },
    };
    const quick = await chooseEstimator(unread, taking(0.39), budget);
    expect(quick.ladder.steps).toEqual(['exact']);
    expect(quick.reason).toBe('the encode is expected to take at most 0.39 s');
    // What every bit takes: of the most bits it would take too long, of its own it does not.
    const calm = createRaster({ ...image, data: new Uint8Array(image.data.length) });
    const { fine } = await questionOf(calm).picture.maps();
    const { megabits } = timeFeatures(calm, fine);
    const byBits = entryOf({ estimator: 'exact', coefficients: { megabits: 0.2 / megabits! } });
    const fitting = await chooseEstimator(questionOf(calm), calibrationOf(byBits), budget);
    expect(fitting.ladder.steps).toEqual(['exact']);
    expect(fitting.reason).toBe('the encode is expected to take 0.20 s');
    const late = await chooseEstimator(questionOf(image), taking(0.41), budget);
    expect(late.ladder.steps).not.toContain('exact');
    const free = { ...budget, timeBudgetSeconds: 0.5 };
    expect((await chooseEstimator(questionOf(image), taking(0.41), free)).ladder.steps).toEqual([
      'exact',
    ]);
  });

  test('takes bands where rows are filtered', async () => {
    const question = questionOf(image, { compressor: deflating({ rowFiltered: true }) });
    expect((await chooseEstimator(question, taking(5), budget)).ladder.steps).toEqual(['bands']);
  });

  test('takes tiles, and the fast setting after them where it costs little', async () => {
    const compressor = deflating({ sibling: deflating() });
    const choose = async (share?: number) =>
      (await chooseEstimator(questionOf(image, { compressor }), taking(5, share), budget)).ladder
        .steps;
    expect(await choose(0.1)).toEqual(['balanced', 'sibling']);
    expect(await choose(0.9)).toEqual(['balanced']);
    expect(await choose()).toEqual(['balanced']);
  });

  test('encodes what tiles would take a large part of, up to some budgets', () => {
    const by = (seconds: number, mapShare: number, width = 3000, quarterShare = 0) =>
      byTime(
        { seconds, fastShare: null, mapShare, quarterShare },
        { picture: { width, height: 1200 }, compressor: { rowFiltered: false } },
        0.4,
      );
    expect(by(1.5, 0.3)).toMatchObject({
      ladder: { steps: ['exact'] },
      reason: 'the encode is expected to take 1.50 s, and tiles 43 % of that',
    });
    expect(by(1.7, 0.3).ladder.steps).toEqual(['balanced']);
    expect(by(1.5, 0.01).ladder.steps).toEqual(['balanced']);
    // The reading at a quarter of the size counts too.
    expect(by(1.5, 0.1, 3000, 0.2)).toEqual(by(1.5, 0.3));
    // Of a smaller picture tiles are a larger part.
    expect(by(3.9, 0.01, 2000).ladder.steps).toEqual(['exact']);
    expect(by(4.1, 0.01, 2000).ladder.steps).toEqual(['balanced']);
  });

  test('encodes pictures of repeated blocks whole, or doubts', async () => {
    const { width, height } = image;
    const block = picture(64, 64);
    const data = new Uint8Array(image.data.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x += 64) {
        const at = 192 * (y % 64);
        data.set(block.data.subarray(at, at + 192), 3 * (y * width + x));
      }
    }
    const screen = createRaster({ ...image, data });
    expect(await chooseEstimator(questionOf(screen), taking(5), budget)).toMatchObject({
      ladder: { steps: ['exact'] },
      reason: expect.stringContaining('repeated'),
    });
    expect(await chooseEstimator(questionOf(screen), taking(500), budget)).toMatchObject({
      doubtful: true,
    });
  });

  test('encodes whole where a crop cannot be timed', async () => {
    const compressor = deflating({ compress: () => Promise.reject(new Error('too small')) });
    const choice = await chooseEstimator(
      questionOf(image, { compressor }),
      calibrationOf(),
      budget,
    );
    expect(choice).toMatchObject({
      ladder: { steps: ['exact'] },
      reason: 'its time cannot be told: too small',
    });
  });

  test('chooses estimators that there are', async () => {
    const compressor = deflating({ sibling: deflating() });
    for (const seconds of [0.1, 2, 60]) {
      const question = questionOf(image, { compressor });
      const { ladder } = await chooseEstimator(question, taking(seconds, 0.1), budget);
      for (const step of ladder.steps) expect(estimators.names).toContain(step);
    }
  });
});

test('one estimator alone is good enough however it errs', () => {
  expect(onlyChoice('tiles')).toEqual({
    ladder: { steps: ['tiles'], wanted: Number.POSITIVE_INFINITY },
    ...{ reason: null, doubtful: false },
  });
});
