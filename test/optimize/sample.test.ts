import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { metrics } from '#src/metrics/registry.js';
import { trialByCodec } from '#src/optimize/by-codec.js';
import { openSample } from '#src/optimize/sample.js';
import { openSource } from '#src/optimize/source.js';
import { largePicture } from '../support/estimates.ts';
import { picture } from '../support/photos.ts';

const limits = { maxPixels: 1e8 };
const metric = await metrics.load('psnr');
const trial = await trialByCodec({ id: 'jpeg', format: 'jpeg', codec: 'jpeg' });

test('a small picture has no sample', async () => {
  const source = await openSource(await encodePng(picture(64, 48)), 'a.png', limits);
  expect(await openSample(source, metric, limits)).toBe(null);
});

test('a sample of a large picture gives about what the whole does', async () => {
  const image = largePicture();
  const source = await openSource(await encodePng(image, { level: 1 }), 'a.png', limits);
  const sample = await openSample(source, metric, limits);
  const tried = await sample!.tryValue(trial, 50);
  const whole = await trial.encode!(image, 50, limits);
  expect(tried!.bytes / whole.length).toBeGreaterThan(0.8);
  expect(tried!.bytes / whole.length).toBeLessThan(1.25);
  expect(tried!.quality).toBeGreaterThan(20);
  sample!.close();
});
