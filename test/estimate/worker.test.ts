import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import type { Estimate } from '#src/estimate/answer.js';
import { shippedCalibration } from '#src/estimate/calibration/read.js';
import { estimateDefaults } from '#src/estimate/defaults.js';
import type { EstimateTask } from '#src/estimate/task.js';
import { defaultMaxPixels } from '#src/image/raster.js';
import { startChild } from '#src/runtimes/processes/child.js';
import { picture } from '../support/photos.ts';

test('answers in a process of its own, and tells what failed', async () => {
  const module = new URL('../../dist/estimate/worker.js', import.meta.url);
  const child = startChild<EstimateTask, Estimate>(module, { serialization: 'advanced' });
  const image = picture(50, 40);
  const task: EstimateTask = {
    ...{
      source: image,
      thumbnail: null,
      spec: 'jpeg',
      plugins: [],
      maxPixels: defaultMaxPixels,
      lenient: false,
    },
    ...estimateDefaults,
    calibration: shippedCalibration,
  };
  try {
    const { bytes } = await encode(image, 'jpeg');
    expect((await child.ask(task, 60)).predictedBytes).toBe(bytes.length);
    const nowhere = child.ask({ ...task, source: '/nowhere.png' }, 60);
    await expect(nowhere).rejects.toMatchObject({ code: 'cannot-read' });
  } finally {
    await child.kill();
  }
});
