import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import type { PictureSource } from '#src/codecs/picture-source.js';
import { estimate, openEstimateProcesses, openEstimates } from '#src/estimate/estimate.js';
import type { EstimateStep } from '#src/estimate/step.js';
import { encodePng } from '#src/image/files/save.js';
import { largePicture } from '../support/estimates.ts';
import { picture } from '../support/photos.ts';
import { childrenOf, until } from '../support/processes.ts';
import { scratch } from '../support/scratch.ts';

// The processes of estimates have this in their command.
const worker = 'estimate/worker';
const workers = () => childrenOf(process.pid).filter(({ command }) => command.includes(worker));

const image = picture(200, 150);
let file: string;
beforeEach(async () => {
  file = path.join(scratch(), 'a.png');
  writeFileSync(file, await encodePng(image));
});

describe('estimate', () => {
  test('takes a path, a URL, the bytes of a file, and samples, and is exact where that is fast', async () => {
    const { bytes, spec } = await encode(image, 'avif:quality=60');
    const sources: PictureSource[] = [file, pathToFileURL(file), await encodePng(image), image];
    for (const source of sources) {
      expect(await estimate(source, 'avif:quality=60')).toMatchObject({
        ...{ spec, predictedBytes: bytes.length, estimator: 'exact', confidence: 'high' },
        interval: { low: bytes.length, high: bytes.length, level: 0.8 },
      });
    }
    expect(workers()).toEqual([]);
  });

  test('tells what is done on the way', async () => {
    const steps: EstimateStep[] = [];
    const onProgress = (step: EstimateStep) => steps.push(step);
    await estimate(file, 'jpeg', { onProgress });
    expect(steps).toEqual([
      { step: 'read', estimator: null },
      { step: 'choose', estimator: null },
      { step: 'estimate', estimator: 'exact' },
    ]);
    steps.length = 0;
    await estimate(largePicture(), 'webp', { onProgress, estimator: 'header' });
    expect(steps[0]).toEqual({ step: 'read', estimator: null });
    expect(steps[1]).toEqual({ step: 'estimate', estimator: 'header' });
  });

  test('says what is wrong', async () => {
    const cases: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
      [() => estimate(file, 'avf'), /unknown codec 'avf'; did you mean avif/],
      [() => estimate(file, 'jxl-jpeg'), /expected a codec of pictures, got jxl-jpeg/],
      [
        () => estimate(file, 'jpeg', { estimator: 'balance' }),
        /unknown estimator 'balance'; did you mean balanced/,
      ],
      [() => estimate('/nowhere.png', 'jpeg'), /\/nowhere\.png/],
      [() => estimate(new Uint8Array(9), 'jpeg'), /the file is no image/],
      [() => estimate(new URL('http://a.example/a.png'), 'jpeg'), /expected a file: URL/],
      [() => estimate(7 as unknown as string, 'jpeg'), /expected a path/],
      [() => estimate({ ...image, width: 7 }, 'jpeg'), /width|samples/],
      [() => estimate(file, 'jpeg', { calibration: file }), /is no calibration file/],
    ];
    for (const [ask, message] of cases) await expect(ask()).rejects.toThrow(message);
  });

  test('ends with the reason of its signal, and its process with it', async () => {
    const stop = new AbortController();
    const answer = estimate(largePicture(), 'avif:speed=0', {
      signal: stop.signal,
      timeBudgetSeconds: 1e6,
    });
    const thrown = expect(answer).rejects.toThrow('enough');
    await until(() => workers().length > 0);
    stop.abort(new Error('enough'));
    await thrown;
    await until(() => workers().length === 0);
    await expect(estimate(file, 'jpeg', { signal: stop.signal })).rejects.toThrow('enough');
  });
});

describe('the time limit', () => {
  // Far less than any process takes to start.
  const late = { timeLimitSeconds: 0.001 };

  test('ends the work, and what is saved as a rule is assumed', async () => {
    const bytes = await encodePng(image);
    for (const [spec, saving] of [
      ['jpeg', 0.3],
      ['avif', 0.3],
      ['png', 0.05],
      ['webp:lossless=true', 0.05],
    ] as const) {
      for (const source of [file, bytes]) {
        const answer = await estimate(source, spec, late);
        expect(answer).toMatchObject({
          predictedBytes: Math.round(bytes.length * (1 - saving)),
          estimator: 'assumed',
          confidence: 'low',
          interval: { low: 0, high: bytes.length },
        });
        expect(answer.reason).toBe(
          `not done after 0.001 s; allow more; a saving of ${100 * saving} % is assumed`,
        );
      }
    }
    expect(workers()).toEqual([]);
  });

  test('stops an encode that is at work', async () => {
    const start = Date.now();
    const answer = await estimate(await encodePng(largePicture()), 'avif:speed=0', {
      timeLimitSeconds: 3,
      estimator: 'exact',
    });
    expect(answer.estimator).toBe('assumed');
    expect(answer.milliseconds).toBeGreaterThanOrEqual(3000);
    expect(Date.now() - start).toBeLessThan(60_000);
    await until(() => workers().length === 0);
  });

  test('of samples is an error: there is no file to save of', async () => {
    await expect(estimate(image, 'jpeg', late)).rejects.toThrow('not done after 0.001 s');
  });
});

test('a session answers one question after the other in one process, also after an error', async () => {
  const session = await openEstimates();
  try {
    const first = await session.estimate(file, 'jpeg:quality=40');
    const started = workers();
    expect(started).toHaveLength(1);
    await expect(session.estimate('/nowhere.png', 'jpeg')).rejects.toThrow('/nowhere.png');
    expect(await session.estimate(file, 'jpeg:quality=40')).toMatchObject({
      predictedBytes: first.predictedBytes,
    });
    expect(workers()).toEqual(started);
  } finally {
    await session.close();
  }
  expect(workers()).toEqual([]);
});

test('processes for several questions answer each with options of its own, and stay warm', async () => {
  const processes = openEstimateProcesses({ jobs: 2 });
  try {
    const ask = (options: object) => processes.estimate(file, 'jpeg:quality=40', options);
    await expect(ask({ estimator: 'none' })).rejects.toThrow(/unknown estimator 'none'/);
    const answers = await Promise.all([ask({}), ask({ estimator: 'downscale' })]);
    expect(answers[1].estimator).toBe('downscale');
    const started = workers();
    expect(started).toHaveLength(2);
    await ask({});
    expect(workers()).toEqual(started);
    await expect(ask({ signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
  } finally {
    await processes.close();
  }
  expect(workers()).toEqual([]);
});

describe('a thumbnail', () => {
  const thumbnail = picture(60, 40);

  test('stands for a picture whose header alone is there, with little confidence', async () => {
    const { bytes } = await encode(picture(600, 400), 'jpeg:quality=90');
    const small = (await encode(thumbnail, 'webp')).bytes.length;
    for (const given of [thumbnail, await encodePng(thumbnail)]) {
      const answer = await estimate(bytes.slice(0, 1000), 'webp', { thumbnail: given });
      expect(answer).toMatchObject({ estimator: 'downscale', confidence: 'low' });
      expect(answer.predictedBytes).toBe(small * 100);
      expect(answer.reason).toMatch(/told by the thumbnail of 60x40 that was given/);
    }
  });

  test('that is none is an error', async () => {
    const wrong = estimate(file, 'webp', { thumbnail: new Uint8Array(7) });
    await expect(wrong).rejects.toThrow('the thumbnail is no image');
  });
});
