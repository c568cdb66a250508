import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bitstreamFile, keepBitstream } from '#src/results/bitstreams.js';
import { metricFile } from '#src/results/layout.js';
import { readContents } from '#src/results/stored-contents.js';
import type { SweepOptions } from '#src/sweeps/options.js';
import { planSweep } from '#src/sweeps/prepare.js';
import type { RdExecutor } from '#src/sweeps/rd/executor.js';
import { emptyOutcome } from '#src/sweeps/rd/outcome.js';
import { runSweep } from '#src/sweeps/run.js';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

let dataset: string;
let out: string;
let closed: number;
beforeEach(async () => {
  dataset = path.join(scratch(), 'photos');
  out = path.join(dataset, '..', 'results');
  closed = 0;
  await savePictures(dataset, 2);
  vi.stubEnv('PARETO_CACHE', path.join(dataset, '..', 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

/** Fails the jobs on one of the pictures. */
const executor: RdExecutor = {
  slots: 1,
  run: async ({ image }) => ({
    ...emptyOutcome(),
    error: image.name === 'p1' ? { stage: 'encode', message: 'no' } : null,
  }),
  close: async () => {
    closed += 1;
  },
};
const plan = (options: Partial<SweepOptions> = {}) =>
  planSweep({ codecs: 'raw', metrics: 'psnr', dataset, out, ...options });

test('gives up above the share of failures, of what was planned; the executor stays open', async () => {
  const some = await runSweep(await plan({ maxFailures: 0.5 }), { executor });
  expect(some).toMatchObject({ rd: { measured: 2, failed: 1 }, timing: null, gaveUp: false });
  const strict = await runSweep(await plan({ maxFailures: 0.4, force: true }), { executor });
  expect(strict).toMatchObject({ rd: { failed: 1, gaveUp: true }, gaveUp: true });
  expect(closed).toBe(0);
});

test('times are not taken after too many failures, or when it was told to stop', async () => {
  const both = { measure: ['rd' as const, 'timing' as const], testbed: 'here', maxFailures: 0 };
  expect(await runSweep(await plan(both), { executor })).toMatchObject({
    ...{ timing: null, gaveUp: true, interrupted: false },
  });
  const stop = AbortSignal.abort();
  expect(await runSweep(await plan(both), { executor, stop })).toMatchObject({
    ...{ rd: { measured: 0 }, timing: null, gaveUp: false, interrupted: true },
  });
  expect(existsSync(path.join(out, 'testbeds'))).toBe(false);
});

test('events of jobs say how many there are', async () => {
  const events: unknown[] = [];
  const all = await plan({ maxFailures: 1 });
  await runSweep(all, { executor, onProgress: (event) => events.push(event) });
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({ kind: 'job', spec: 'raw', done: 2, total: 2 });
});

test('keeps the facts of the user’s own metrics that are measured, and prunes the cache', async () => {
  const example = fileURLToPath(new URL('../../examples/mean-error.js', import.meta.url));
  const sha256 = 'a'.repeat(64);
  await keepBitstream(sha256, new Uint8Array(9));
  await runSweep(await plan({ plugins: [example] }), { executor });
  expect(existsSync(metricFile(out, 'mean-error'))).toBe(false);
  expect(existsSync(bitstreamFile(sha256))).toBe(true);
  vi.stubEnv('PARETO_CACHE_LIMIT', '5');
  const own = { plugins: [example], metrics: 'psnr,mean-error', force: true };
  await runSweep(await plan(own), { executor });
  expect(JSON.parse(readFileSync(metricFile(out, 'mean-error'), 'utf8'))).toMatchObject({
    id: 'mean-error',
  });
  expect(existsSync(metricFile(out, 'psnr'))).toBe(false);
  expect(existsSync(bitstreamFile(sha256))).toBe(false);
});

test('a folder that takes no files, or the baseline, is refused before any work', async () => {
  const taken = await plan({ out: path.join(dataset, 'p1.png') });
  await expect(runSweep(taken, { executor })).rejects.toMatchObject({ name: 'UsageError' });
  const signal = AbortSignal.abort(new Error('never mind'));
  await expect(runSweep(await plan(), { executor, signal })).rejects.toThrow('never mind');
});

test('keeps the classes of the images beside the records', async () => {
  const { images } = await plan();
  const classed = path.join(dataset, 'screens');
  mkdirSync(classed);
  renameSync(images[0]!.path, path.join(classed, path.basename(images[0]!.path)));
  await runSweep(await plan({ maxFailures: 1 }), { executor });
  const contents = readContents(out, () => {});
  expect(images.map(({ sha256 }) => contents('photos', sha256))).toEqual(['screen', null]);
});
