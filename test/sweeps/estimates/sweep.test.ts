import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { estimateFile, rdFile } from '#src/results/layout.js';
import { readEstimateRecords, readRdRecords } from '#src/results/store.js';
import {
  type EstimateSweepOptions,
  planEstimateSweeps,
  runEstimateSweep,
} from '#src/sweeps/estimates/sweep.js';
import { savePictures } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

const none = (message: string): void => expect.unreachable(message);

let dataset: string;
let out: string;
beforeEach(async () => {
  const folder = scratch();
  dataset = path.join(folder, 'photos');
  out = path.join(folder, 'results');
  await savePictures(dataset, 2, { width: 480, height: 360 });
  vi.stubEnv('PARETO_CACHE', path.join(folder, 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

async function planOf(options: Partial<EstimateSweepOptions> = {}) {
  const plans = await planEstimateSweeps(
    [dataset],
    {
      ...{ codecs: 'webp:quality=40+80', estimators: ['exact', 'downscale'], out, jobs: 1 },
      ...options,
    },
    { onWarning: none },
  );
  return plans[0]!;
}

test('measures the sizes that are lacking, then the estimates, and nothing twice', async () => {
  const plan = await planOf();
  // raw is in every sweep of sizes.
  expect([plan.sizes.rd!.jobs.length, plan.estimates.jobs.length]).toEqual([6, 8]);
  const summary = await runEstimateSweep(plan, { onWarning: none });
  expect(summary).toMatchObject({
    sizes: { rd: { measured: 6, failed: 0 } },
    estimates: { measured: 8, failed: 0, gaveUp: false },
    interrupted: false,
  });
  const sizes = new Map(
    readRdRecords(rdFile(out, 'photos', 'webp'), none).map(({ key, bytes }) => [key, bytes]),
  );
  const records = readEstimateRecords(estimateFile(out, 'photos', 'webp'), none);
  const exact = records.filter(({ estimator }) => estimator === 'exact');
  expect(exact).toHaveLength(4);
  for (const { rdKey, predictedBytes } of exact) expect(sizes.get(rdKey)).toBe(predictedBytes);

  const again = await planOf();
  expect([again.sizes.rd!.jobs.length, again.estimates.jobs.length]).toEqual([0, 0]);
  expect(again.estimates.finished).toBe(8);
  expect(await runEstimateSweep(again)).toMatchObject({ sizes: { rd: null }, estimates: null });
  // The sizes are the same on every machine: what is forced is the estimates alone.
  const forced = await planOf({ force: true });
  expect([forced.sizes.rd!.jobs.length, forced.estimates.jobs.length]).toEqual([0, 8]);
});

test('stops after the running job, keeps what is measured, and goes on from there', async () => {
  const stop = new AbortController();
  const summary = await runEstimateSweep(await planOf(), {
    stop: stop.signal,
    onProgress: (event) => {
      if (event.kind === 'estimate' && event.done === 3) stop.abort();
    },
  });
  expect(summary).toMatchObject({ interrupted: true, estimates: { measured: 3 } });
  const file = estimateFile(out, 'photos', 'webp');
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(3);
  // A kill in the middle of a line costs that job alone.
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -40));
  const rest = (
    await planEstimateSweeps([dataset], {
      ...{ codecs: 'webp:quality=40+80', estimators: ['exact', 'downscale'], out, jobs: 1 },
    })
  )[0]!;
  expect(rest.estimates.jobs).toHaveLength(6);
  expect(await runEstimateSweep(rest)).toMatchObject({ estimates: { measured: 6 } });
  expect(readEstimateRecords(file, none)).toHaveLength(8);
});

test('a signal ends the running job at once', async () => {
  const halt = new AbortController();
  const running = runEstimateSweep(await planOf(), {
    signal: halt.signal,
    onProgress: (event) => {
      if (event.kind === 'estimate') halt.abort(new Error('enough'));
    },
  });
  await expect(running).rejects.toThrow('enough');
  expect(readEstimateRecords(estimateFile(out, 'photos', 'webp'), none)).toHaveLength(1);
});

test.each([
  [{ estimators: ['tilez'] }, /unknown estimator 'tilez'; did you mean tiles\?/],
  [{ codecs: 'nope' }, /unknown codec 'nope'/],
  [{ calibration: '/nowhere.json' }, /nowhere\.json/],
])('%j is refused before any work', async (options, message) => {
  await expect(planOf(options)).rejects.toThrow(message);
});
