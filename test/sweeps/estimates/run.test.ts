import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { webp } from '#src/codecs/webp.js';
import { shippedCalibration } from '#src/estimate/calibration/read.js';
import { findEstimated } from '#src/estimate/specs.js';
import { estimateFile } from '#src/results/layout.js';
import { readEstimateRecords } from '#src/results/store.js';
import { planEstimates } from '#src/sweeps/estimates/plan.js';
import { type EstimateRun, runEstimates } from '#src/sweeps/estimates/run.js';
import { configurationOf } from '#src/sweeps/one-configuration.js';
import { scratch } from '../../support/scratch.ts';

const none = (message: string): void => expect.unreachable(message);
const never = new AbortController().signal;

let folder: string;
beforeEach(() => {
  folder = scratch();
  vi.stubEnv('PARETO_CACHE', folder);
});
afterEach(() => vi.unstubAllEnvs());

/** Estimates of pictures that are not there. */
async function failing(changes: Partial<EstimateRun> = {}): Promise<EstimateRun> {
  const conditions = { seed: 1, sampleWidth: 300, timeBudgetSeconds: 0.4, timeLimitSeconds: 30 };
  const calibration = { sha256: '0'.repeat(64), date: '2026-01-01' };
  const { settings } = await findEstimated('webp:quality=60');
  const { jobs } = planEstimates({
    configurations: [configurationOf(webp, settings)],
    images: ['a', 'b', 'c', 'd'].map((name) => {
      return { name, path: `/nowhere/${name}.png`, sha256: name.repeat(64), bytes: 1 };
    }),
    ...{ estimators: ['exact'], conditions, calibrationSha256: calibration.sha256 },
    stored: () => new Map(),
  });
  return {
    ...{
      results: folder,
      dataset: 'set',
      content: null,
      testbed: 'bench',
      conditions,
      calibration,
    },
    provenance: { version: '0.2.0', commit: null },
    ...{ jobs, planned: 4, maxFailures: 1, calibrationFile: shippedCalibration },
    reading: { maxPixels: 1e9, lenient: false },
    ...{ jobLimitSeconds: 200, memoryBytes: 2e9, stop: never, signal: never },
    ...{ warn: () => {}, onJob: () => {} },
    ...changes,
  };
}

test('a failed job is a record and a warning, and the next one is taken up', async () => {
  const told: string[] = [];
  const done: number[] = [];
  const summary = await runEstimates(
    await failing({ warn: (text) => told.push(text), onJob: (job) => done.push(job.failed) }),
  );
  expect(summary).toEqual({ measured: 4, failed: 4, gaveUp: false });
  expect(done).toEqual([1, 2, 3, 4]);
  expect(told[0]).toMatch(/^exact of webp:quality=60 on a failed in load: .*ENOENT/);
  const records = readEstimateRecords(estimateFile(folder, 'set', 'webp'), none);
  expect(records.map(({ image, error }) => [image, error?.stage])).toEqual(
    ['a', 'b', 'c', 'd'].map((image) => [image, 'load']),
  );
});

test('too many failures end it, of all jobs that are planned', async () => {
  const given = await runEstimates(await failing({ maxFailures: 0.25 }));
  expect(given).toEqual({ measured: 2, failed: 2, gaveUp: true });
  expect(await runEstimates(await failing({ maxFailures: 0.25, planned: 16 }))).toMatchObject({
    ...{ measured: 4, gaveUp: false },
  });
});

test('a late job costs itself alone', async () => {
  const summary = await runEstimates(await failing({ jobLimitSeconds: 0.001 }));
  expect(summary.failed).toBe(4);
  const records = readEstimateRecords(estimateFile(folder, 'set', 'webp'), none);
  expect(records.map(({ error }) => error?.stage)).toContain('timeout');
});

test('told to stop before it begins, it measures nothing', async () => {
  const summary = await runEstimates(await failing({ stop: AbortSignal.abort() }));
  expect(summary).toEqual({ measured: 0, failed: 0, gaveUp: false });
});
