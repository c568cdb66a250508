import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { trialByCodec } from '#src/optimize/by-codec.js';
import { decodeOriginal } from '#src/optimize/decode-original.js';
import { decodedFacts } from '#src/optimize/decoded-facts.js';
import { optimizeHere } from '#src/optimize/job.js';
import { openJudge } from '#src/optimize/judge.js';
import { runTrial } from '#src/optimize/run-trial.js';
import { openSource } from '#src/optimize/source.js';
import type { OptimizeTask } from '#src/optimize/task.js';
import { noFamilies } from '#src/pick/family.js';
import { picture } from '../support/photos.ts';

const limits = { maxPixels: 1e6 };
const image = picture(96, 64);
const { bytes: jpeg } = await encode(image, 'jpeg:quality=95');
const metric = await metrics.load('ssimulacra2');

const task: OptimizeTask = {
  ...{
    source: jpeg,
    name: 'a.jpg',
    formats: [],
    accept: null,
    preset: 'medium',
    goal: null,
    metric: metric.id,
  },
  ...{ maxReduction: null, lossyPng: true, keep: [], maxPixels: 1e6, maxPixelsPerByte: undefined },
};

describe('openSource', () => {
  test('tells what a picture is, and decodes it once', async () => {
    const source = await openSource(jpeg, 'a.jpg', limits);
    expect(source).toMatchObject({ name: 'a.jpg', format: 'jpeg' });
    expect(source.facts).toMatchObject({ width: 96, height: 64, frames: 1, hasAlpha: false });
    expect(await source.raster()).toBe(await source.raster());
    expect(await source.stored()).toBe(await source.raster());
  });

  test('a picture of too many pixels is refused by its name', async () => {
    await expect(openSource(jpeg, 'a.jpg', { maxPixels: 100 })).rejects.toThrow(
      /a\.jpg.*has more than 100 pixels/,
    );
  });
});

describe('openJudge', () => {
  test('scores a file, and knows an exact one', async () => {
    const source = await openSource(await encodePng(image), 'a.png', limits);
    const judge = openJudge(source, metric, limits);
    const scored = await judge.judge(jpeg, 'jpeg');
    expect(scored.isExact).toBe(false);
    expect(scored.value).toBeGreaterThan(10);
    expect(await judge.judge(source.bytes, 'png')).toEqual({ value: 100, isExact: true });
    judge.close();
  });

  test('a picture that is too small for the metric has no value', async () => {
    const small = picture(4, 4);
    const source = await openSource(await encodePng(small), 'a.png', limits);
    const judge = openJudge(source, metric, limits);
    const { bytes } = await encode(small, 'jpeg:quality=20');
    expect(await judge.judge(bytes, 'jpeg')).toEqual({ value: null, isExact: false });
    judge.close();
  });

  test('a file of another size is an error', async () => {
    const source = await openSource(await encodePng(picture(20, 20)), 'a.png', limits);
    const judge = openJudge(source, metric, limits);
    await expect(judge.judge(jpeg, 'jpeg')).rejects.toThrow(/96x64.*20x20/);
    judge.close();
  });
});

describe('runTrial', () => {
  const common = {
    ...{ task, limits, families: noFamilies },
    ...{ sample: async () => null, busyness: async () => 0.2, smallest: () => jpeg.length },
    quickQuality: async () => undefined,
  };

  test('a trial that fails is told, and ends nothing else', async () => {
    const source = await openSource(jpeg, 'a.jpg', limits);
    const judge = openJudge(source, metric, limits);
    const trial = await trialByCodec({ id: 'moz', format: 'jpeg', codec: 'mozjpeg' });
    const failing = { ...trial, run: () => Promise.reject(new Error('no luck')) };
    const work = { ...common, source, judge };
    expect(await runTrial(failing, work)).toEqual({
      candidates: [],
      failed: [{ format: 'jpeg', method: 'moz', knob: 60, error: 'no luck' }],
      encodes: 0,
    });
    judge.close();
  });

  test('a file that is said to be exact and is not is no candidate', async () => {
    const source = await openSource(jpeg, 'a.jpg', limits);
    const judge = openJudge(source, metric, limits);
    const trial = await trialByCodec({ id: 'moz', format: 'jpeg', codec: 'mozjpeg' });
    const lying = { ...trial, lossy: false, knob: null };
    const run = () => encode(image, 'mozjpeg:quality=20').then(({ bytes }) => bytes);
    const work = { ...common, source, judge };
    const { candidates, failed } = await runTrial({ ...lying, run }, work);
    expect(candidates).toEqual([]);
    expect(failed[0]!.error).toMatch(/not those of the original/);
    judge.close();
  });
});

describe('runTrial beside files that are there', async () => {
  const unknown = async () => undefined;
  const told = { busyness: unknown, quickQuality: unknown };
  const common = { limits, families: noFamilies, ...told, sample: async () => null };
  const trial = await trialByCodec({ id: 'moz', format: 'jpeg', codec: 'mozjpeg' });

  test.each([
    [0, 0],
    [1, 1],
    [jpeg.length, 0],
  ])('a lossless file %d bytes smaller than the original is one of %d', async (less, found) => {
    const source = await openSource(jpeg, 'a.jpg', limits);
    const judge = openJudge(source, metric, limits);
    // Bytes behind the end are no part of the picture.
    const original = { ...source, bytes: new Uint8Array([...jpeg, 0]) };
    const run = async () => (less === 1 ? jpeg : original.bytes);
    const smallest = () => original.bytes.length - (less > 1 ? less : 0);
    const lossless = { ...trial, lossy: false, knob: null, run };
    const work = { ...common, source: original, task, judge, smallest };
    const { candidates, failed, encodes } = await runTrial(lossless, work);
    expect([candidates.length, failed.length, encodes]).toEqual([found, 0, 1]);
    judge.close();
  });

  test('a search ends where what misses is larger than a file that is good enough', async () => {
    const source = await openSource(jpeg, 'a.jpg', limits);
    const judge = openJudge(source, metric, limits);
    const aimed = { ...task, goal: { score: 90, maxBytes: null } };
    const work = { ...common, source, task: aimed, judge };
    const whole = await runTrial(trial, { ...work, smallest: () => jpeg.length });
    const ended = await runTrial(trial, { ...work, smallest: () => 100 });
    const misses = ended.candidates.filter(({ judgement }) => judgement.value! < 90);
    expect(misses).toHaveLength(1);
    expect(ended.encodes).toBeLessThan(whole.encodes);
    judge.close();
  });
});

describe('optimizeHere', () => {
  test('a cap on what lossy work saves is kept to as near as the knob allows', async () => {
    const capped = await optimizeHere({ ...task, maxReduction: 20 });
    expect(capped.reductionPercent).toBeLessThanOrEqual(20);
    expect(capped.reductionPercent).toBeGreaterThan(15);
  });

  test('what only its samples tell of a file', () => {
    const facts = { width: 96, height: 64, hasAlpha: false, frames: 1, icc: null };
    expect(decodedFacts(image)).toMatchObject(facts);
  });

  test('a palette that misses the target at its finest is tried once', async () => {
    const goal = { score: 99, maxBytes: null };
    const { candidates } = await optimizeHere({ ...task, goal, source: await encodePng(image) });
    const palettes = candidates.filter(({ method }) => method === 'palette');
    expect(palettes.map(({ quality }) => quality)).toEqual([100]);
  });

  test('grey stays grey', async () => {
    const grey = createRaster({ ...image, channels: 1, data: image.data.slice(0, 96 * 64) });
    const { bytes } = await encode(grey, 'jpeg:quality=95');
    const answer = await optimizeHere({ ...task, source: bytes });
    expect((await decodeOriginal(answer.bytes, limits)).channels).toBe(1);
  });

  test('a picture that stays as it is, in a format that was not asked for, is told', async () => {
    const { method, warnings } = await optimizeHere({ ...task, formats: ['bmp'] });
    expect(method).toBe('none');
    expect(warnings).toEqual([expect.stringMatching(/stays as it is, .*scripts.* as BMP$/)]);
    expect((await optimizeHere(task)).warnings).toEqual([]);
  });

  test('the formats that a client takes are compared', async () => {
    const goal = { score: 60, maxBytes: null };
    const accept = 'image/webp,*/*;q=0.8';
    const { candidates } = await optimizeHere({ ...task, goal, accept });
    const formats = new Set(candidates.map(({ format }) => format));
    expect([...formats].sort()).toEqual(['jpeg', 'png', 'webp']);
  });
});
