import path from 'node:path';
import { expect, test } from 'vitest';
import { digestFile } from '#src/base/digest.js';
import { encode } from '#src/codecs/encode.js';
import { shippedCalibration } from '#src/estimate/calibration/read.js';
import { findEstimated } from '#src/estimate/specs.js';
import { openPool } from '#src/runtimes/processes/pool.js';
import { createEstimateSweepJob } from '#src/sweeps/estimates/job.js';
import {
  type EstimateOutcome,
  type EstimateSweepTask,
  emptyEstimate,
  estimateOutcome,
} from '#src/sweeps/estimates/task.js';
import { savePictures } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

const settingsAt = async (quality: number) =>
  (await findEstimated(`webp:quality=${quality}`)).settings;

async function taskOf(changes: Partial<EstimateSweepTask> = {}): Promise<EstimateSweepTask> {
  const folder = scratch();
  await savePictures(folder, 1, { width: 640, height: 480 });
  const file = path.join(folder, 'p1.png');
  return {
    ...{
      codec: 'webp',
      settings: await settingsAt(60),
      image: { path: file, ...(await digestFile(file)) },
    },
    ...{ estimator: 'downscale', calibration: shippedCalibration },
    ...{ seed: 1, sampleWidth: 300, timeBudgetSeconds: 0.4, timeLimitSeconds: 30 },
    ...{ maxPixels: 2 ** 28, lenient: false },
    ...changes,
  };
}

test('answers with the estimate, its time and that of the whole encode', async () => {
  const run = createEstimateSweepJob();
  const task = await taskOf();
  const outcome = await run(task);
  expect(estimateOutcome.parse(outcome)).toEqual(outcome);
  expect(outcome).toMatchObject({
    ...{ width: 640, height: 480, error: null, chosen: 'downscale', looksLike: 'photograph' },
    engine: { name: 'libwebp' },
  });
  expect(outcome.took!.cpuSeconds).toBeGreaterThan(0);
  // The whole encode is timed once for a picture and a codec.
  const exact = await run({ ...task, estimator: 'exact' });
  expect(exact.whole).toEqual(outcome.whole);
  const other = await run({ ...task, settings: await settingsAt(90) });
  expect(other.whole).not.toEqual(outcome.whole);
  const { bytes } = await encode(task.image.path, 'webp:quality=60');
  expect(exact.predictedBytes).toBe(bytes.length);
});

test('what goes wrong stands in the outcome', async () => {
  const run = createEstimateSweepJob();
  const gone = { path: '/nowhere.png', sha256: '0'.repeat(64) };
  expect(await run(await taskOf({ image: gone }))).toMatchObject({
    ...emptyEstimate(),
    error: { stage: 'load', message: expect.stringMatching(/ENOENT/) },
    errorCode: expect.any(String),
  });
  expect(await run(await taskOf({ calibration: '/nowhere.json' }))).toMatchObject({
    ...{ width: 640, looksLike: 'photograph', chosen: null },
    error: { stage: 'open' },
  });
  expect(await run(await taskOf({ estimator: 'none' }))).toMatchObject({
    error: { stage: 'estimate' },
  });
  // And the next job is as good as any.
  expect(await run(await taskOf())).toMatchObject({ error: null });
});

test('the process of a sweep answers the same', async () => {
  const pool = openPool<EstimateSweepTask, EstimateOutcome>({
    module: new URL('../../../dist/sweeps/estimates/worker.js', import.meta.url),
    ...{ workers: 1, answer: estimateOutcome },
  });
  const outcome = await pool.ask(await taskOf(), { timeLimitSeconds: 200 });
  expect(outcome).toMatchObject({ chosen: 'downscale', error: null });
  await pool.close();
});
