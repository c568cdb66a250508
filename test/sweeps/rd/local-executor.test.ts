import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { now } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { openDataset } from '#src/datasets/dataset.js';
import type { RdExecutor } from '#src/sweeps/rd/executor.js';
import { openLocalExecutor } from '#src/sweeps/rd/local-executor.js';
import { type RdTask, rdOutcome, rdTask } from '#src/sweeps/rd/task.js';
import { scratch } from '../../support/scratch.ts';

let executor: RdExecutor;
let task: RdTask;
const how = { slot: 0, signal: new AbortController().signal };

beforeEach(async () => {
  vi.stubEnv('PARETO_CACHE', scratch());
  onTestFinished(() => void vi.unstubAllEnvs());
  executor = openLocalExecutor({ workers: 1, timeLimitSeconds: 60 });
  const { images } = await openDataset('sample', { images: ['beach'] });
  const { name, path, sha256 } = images[0]!;
  task = rdTask.parse({
    key: '0'.repeat(64),
    ...{ codec: 'png', settings: {}, crop: '32x16', maxPixels: 1e6, lenient: false },
    image: { name, path, sha256, dataset: 'sample' },
    ...{ metrics: ['psnr'], kept: ['ssim'], bitstreamSha256: null, maps: false },
  });
});
afterEach(() => executor.close());

test('an outcome is plain JSON, of the engine that ran', async () => {
  const outcome = await executor.run(task, how);
  expect(rdOutcome.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  expect(outcome).toMatchObject({
    ...{ width: 32, height: 16, exact: true, error: null, learned: null },
    engine: { name: expect.any(String), version: expect.any(String), runtime: 'native' },
    // Without a difference PSNR is infinite; the bitstream is another than the stored one: none.
    metrics: { psnr: null, ssim: 1 },
    metricErrors: {},
  });
  expect(outcome.busy.codec).toBeGreaterThan(0);
  // Of the stored bitstream only what is lacking is computed.
  const again = await executor.run({ ...task, bitstreamSha256: outcome.bitstreamSha256 }, how);
  expect(Object.keys(again.metrics)).toEqual(['psnr']);
  expect(again.bitstreamSha256).toBe(outcome.bitstreamSha256);
});

test('the seconds of a learned codec are booked: its reports, and the start of the process once', async () => {
  const begin = now();
  let booked = 0;
  for (const quality of [30, 40, 50, 60]) {
    const learned = { ...task, codec: 'sprig', settings: { quality }, crop: null };
    const { busy, error } = await executor.run(learned, how);
    expect(error).toBeNull();
    expect(busy.starting > 0).toBe(quality === 30);
    booked += busy.codec + busy.metrics + busy.pictures + busy.starting;
  }
  const taken = now() - begin;
  // The bound is 3 % on a machine that does nothing else.
  expect(booked / taken).toBeGreaterThan(0.85);
  expect(booked).toBeLessThan(taken);
});

test.each([
  ['load', { image: { name: 'x', path: '/nowhere.png', sha256: '0'.repeat(64) } }],
  ['open', { codec: 'gone' }],
])('a job that fails in %s is an outcome', async (stage, change) => {
  const outcome = await executor.run({ ...task, ...change }, how);
  expect(outcome.error).toMatchObject({ stage });
  expect(outcome).toMatchObject({ bytes: null, engine: null, metrics: {} });
});

test('a job that is late is an outcome too; one that is aborted is none', async () => {
  const hasty = openLocalExecutor({ workers: 1, timeLimitSeconds: 0.001 });
  expect((await hasty.run(task, how)).error).toEqual({
    stage: 'timeout',
    message: 'not done after 0.001 s; allow more',
  });
  await hasty.close();
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(executor.run(task, { ...how, signal })).rejects.toThrow('enough');
  // Whatever the reason is: this one would be an outcome, had the process said so.
  const late = new WorkError('too late', { code: 'time-limit' });
  const given = executor.run(task, { ...how, signal: AbortSignal.abort(late) });
  await expect(given).rejects.toBe(late);
});
