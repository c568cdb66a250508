import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { shippedCalibration } from '#src/estimate/calibration/read.js';
import { estimateDefaults } from '#src/estimate/defaults.js';
import { createEstimateJob } from '#src/estimate/job.js';
import type { EstimateTask } from '#src/estimate/task.js';
import { encodePng } from '#src/image/files/save.js';
import { defaultMaxPixels } from '#src/image/raster.js';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const image = picture(90, 70);
const task = (source: EstimateTask['source'], spec = 'jpeg'): EstimateTask => ({
  ...{ source, thumbnail: null, spec, plugins: [], maxPixels: defaultMaxPixels, lenient: false },
  ...estimateDefaults,
  calibration: shippedCalibration,
});
const sizeOf = async (spec: string, of = image) => (await encode(of, spec)).bytes.length;

describe('the job of estimating', () => {
  test('answers about paths, bytes and samples, one after the other', async () => {
    const job = createEstimateJob();
    const bytes = await encodePng(image);
    const file = path.join(scratch(), 'a.png');
    writeFileSync(file, bytes);
    for (const source of [file, bytes, image]) {
      for (const spec of ['jpeg', 'webp:quality=30']) {
        expect((await job(task(source, spec))).predictedBytes).toBe(await sizeOf(spec));
      }
    }
  });

  test('sees that a file was written anew', async () => {
    const job = createEstimateJob();
    const file = path.join(scratch(), 'a.png');
    for (const each of [image, picture(90, 70, 2), image]) {
      writeFileSync(file, await encodePng(each));
      expect((await job(task(file))).predictedBytes).toBe(await sizeOf('jpeg', each));
    }
    const other = { ...image, width: 70, height: 90 };
    expect((await job(task(image))).predictedBytes).toBe(await sizeOf('jpeg'));
    expect((await job(task(other))).predictedBytes).toBe(await sizeOf('jpeg', other));
  });

  test('refuses before any work what the codec does not store', async () => {
    const wide = picture(16_384, 1);
    await expect(createEstimateJob()(task(wide, 'webp'))).rejects.toThrow(
      /webp.* stores sides up to 16383/,
    );
  });

  test('goes on after an error', async () => {
    const job = createEstimateJob();
    await expect(job(task('/nowhere.png'))).rejects.toThrow('/nowhere.png');
    await expect(job({ ...task(image), calibration: '/nowhere.json' })).rejects.toThrow(
      '/nowhere.json',
    );
    expect((await job(task(image))).predictedBytes).toBe(await sizeOf('jpeg'));
  });
});
