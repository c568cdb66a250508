import { describe, expect, test } from 'vitest';
import { answerQuestion } from '#src/estimate/answer.js';
import type { Compressor } from '#src/estimate/compressor.js';
import { openPicture } from '#src/estimate/picture.js';
import { estimateAnswer } from '#src/estimate/task.js';
import { convert } from '#src/image/convert.js';
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
const pixels = image.width * image.height;
const actual = (await deflating().compress(image)).bytes;
const options = { estimator: 'balanced', timeBudgetSeconds: 0.4, timeLimitSeconds: 30 };
const errors = { low: -0.02, high: 0.02, p95: 0.03 };
const calibration = calibrationOf(
  ...['balanced', 'sibling', 'bands'].map((estimator) => entryOf({ estimator, errors })),
);

/** One that fails on whatever is smaller than the whole, but for the flat picture of the header. */
const failingOnParts: Partial<Compressor> = {
  compress: (each) =>
    each.width * each.height >= pixels || each.width < 100
      ? deflating().compress(each)
      : Promise.reject(new Error('engine refused')),
};

describe('an answer', () => {
  test('has what the contract says', async () => {
    const answer = await answerQuestion(questionOf(image), calibration, options);
    expect(estimateAnswer.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      spec: 'deflating',
      estimator: 'balanced',
      confidence: 'high',
      reason: null,
    });
    expect(answer.predictedBytes / actual).toBeCloseTo(1, 1);
    expect(answer.interval.low).toBeLessThan(answer.predictedBytes);
    expect(answer.interval.high).toBeGreaterThan(answer.predictedBytes);
    expect(Number.isInteger(answer.milliseconds)).toBe(true);
  });

  test('is the same again for a seed', async () => {
    const [a, b, c] = [1, 1, 2].map((seed) =>
      answerQuestion(questionOf(image, { seed }), calibration, options),
    );
    const { milliseconds: _, ...first } = await a!;
    expect(await b!).toMatchObject(first);
    expect((await c!).predictedBytes).not.toBe(first.predictedBytes);
  });

  test('of an estimator that cannot tell is the next best one’s, and names both', async () => {
    const answer = await answerQuestion(questionOf(image), calibration, {
      ...options,
      estimator: 'sibling',
    });
    expect(answer.estimator).toBe('balanced');
    expect(answer.reason).toMatch(/^sibling cannot tell: deflating has no faster setting/);
    const small = questionOf(picture(30, 20));
    const exact = await answerQuestion(small, calibration, options);
    expect(exact).toMatchObject({ estimator: 'exact', confidence: 'high' });
    expect(exact.reason).toMatch(/^balanced cannot tell: 30x20 has no room/);
  });

  test('of a sample that cannot be compressed is the next best one’s, and says why', async () => {
    const compressor = deflating({ ...failingOnParts, sibling: deflating() });
    const answer = await answerQuestion(questionOf(image, { compressor }), calibration, {
      ...options,
      estimator: 'sibling',
    });
    expect(answer).toMatchObject({ estimator: 'exact', predictedBytes: actual });
    expect(answer.reason).toBe('sibling failed: engine refused; balanced failed: engine refused');
  });

  test('of a picture that cannot be compressed at all is an error', async () => {
    const compressor = deflating({ compress: () => Promise.reject(new Error('engine refused')) });
    const answer = answerQuestion(questionOf(image, { compressor }), calibration, options);
    await expect(answer).rejects.toThrow('engine refused');
  });
});

describe('auto', () => {
  const screen = createRaster({
    ...image,
    data: image.data.map(
      (_, i) =>
        image.data[(i % (3 * 64)) + 3 * image.width * (Math.floor(i / (3 * image.width)) % 64)]!,
    ),
  });
  const megapixels = pixels / 1e6;
  const taking = (p95: number) =>
    calibrationOf(
      entryOf({
        estimator: 'exact',
        coefficients: { megapixels: 5 / megapixels, 'fast-megapixels': 0.5 / megapixels },
      }),
      entryOf({ estimator: 'balanced', errors: { ...errors, p95 } }),
      entryOf({ estimator: 'sibling', errors }),
    );
  const ask = (p95: number, compress = deflating().compress) => {
    const compressor = deflating({ compress, sibling: deflating() });
    return answerQuestion(questionOf(image, { compressor }), taking(p95), {
      ...options,
      estimator: 'auto',
    });
  };

  test('goes on to the fast setting where tiles are not known to be exact enough', async () => {
    // A sample of this picture holds so many bytes that its errors spread little.
    expect((await ask(0.05)).estimator).toBe('balanced');
    expect(await ask(3)).toMatchObject({
      estimator: 'sibling',
      reason: 'the encode is expected to take 5.00 s',
    });
  });

  test('compresses the tiles once', async () => {
    let mosaics = 0;
    await ask(3, (each) => {
      if (each.width > 100) mosaics += 1;
      return deflating().compress(each);
    });
    expect(mosaics).toBe(1);
  });

  test('and estimators by name doubt what repeats', async () => {
    const asked = await answerQuestion(questionOf(screen), calibration, options);
    expect(asked).toMatchObject({ estimator: 'balanced', confidence: 'low' });
    expect(asked.reason).toMatch(/^\d+ % of its blocks are repeated, which samples do not show$/);
    const whole = await answerQuestion(questionOf(screen), calibration, {
      ...options,
      estimator: 'exact',
    });
    expect(whole).toMatchObject({ confidence: 'high', reason: null });
  });
});

describe('already optimised', () => {
  const about = (bytes: number, holdsSeveral = false) =>
    answerQuestion(
      {
        ...questionOf(image),
        picture: openPicture(
          { ...image, holdsSeveral, file: { bytes, format: 'png' } },
          async () => ({ picture: image, damage: null }),
        ),
      },
      calibration,
      options,
    );

  test('is decided on the whole prediction', async () => {
    const { predictedBytes } = await about(1);
    expect((await about(predictedBytes)).reason).toBe('already_optimized');
    expect((await about(predictedBytes + 1)).reason).toBeNull();
  });

  test('is not said of a file that holds several pictures, and what is told is of the first', async () => {
    expect(await about(1, true)).toMatchObject({
      reason: 'the file holds several pictures, and this is of its first alone',
      confidence: 'low',
    });
  });

  test('is never said of samples', async () => {
    expect((await answerQuestion(questionOf(image), calibration, options)).reason).toBeNull();
  });
});

test('what the calibration does not know of this engine is said', async () => {
  const other = deflating({
    identity: {
      ...deflating().identity,
      engine: { name: 'zlib', version: '2', runtime: 'native' },
    },
  });
  const pooled = calibrationOf(
    entryOf({ estimator: 'balanced', errors }),
    entryOf({ estimator: 'balanced', of: null, errors: { low: -0.3, high: 0.3, p95: 0.5 } }),
  );
  const answer = await answerQuestion(questionOf(image, { compressor: other }), pooled, options);
  expect(answer.confidence).toBe('low');
  expect(answer.reason).toBe('nothing was measured of deflating by zlib 2 at this setting');
});

test('a damaged file is told', async () => {
  const picture = openPicture({ ...image, holdsSeveral: false, file: null }, async () => ({
    picture: image,
    damage: 'cut short',
  }));
  const answer = await answerQuestion({ ...questionOf(image), picture }, calibration, options);
  expect(answer.reason).toBe('the file is damaged: cut short');
});

test('an estimator that tells nothing without constants is passed over', async () => {
  const asked = { ...options, estimator: 'header' };
  const answer = await answerQuestion(questionOf(image), calibration, asked);
  expect(answer.estimator).toBe('balanced');
  expect(answer.reason).toMatch(/^header cannot tell: the calibration has nothing of header/);
});

test('alpha, 16 bits and grey are answered by tiles too', async () => {
  const { width, height, data } = image;
  const grey = createRaster({
    width,
    height,
    channels: 1,
    depth: 8,
    data: data.filter((_, i) => i % 3 === 0),
  });
  for (const each of [convert(image, { channels: 4, depth: 16 }), grey]) {
    const whole = (await deflating().compress(each)).bytes;
    const answer = await answerQuestion(questionOf(each), calibration, options);
    expect(answer.estimator).toBe('balanced');
    expect(answer.predictedBytes / whole).toBeCloseTo(1, 1);
  }
});
