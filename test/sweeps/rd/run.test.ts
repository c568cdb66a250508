import { hash } from 'node:crypto';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import type { RdJob } from '#src/sweeps/plan.js';
import { emptyOutcome } from '#src/sweeps/rd/outcome.js';
import { type RdJobDone, type RdSweep, runRdSweep } from '#src/sweeps/rd/run.js';
import type { RdOutcome, RdTask } from '#src/sweeps/rd/task.js';
import { rdRecordsIn } from '../../support/pareto.ts';
import { rdRecordWith } from '../../support/records.ts';
import { scratch } from '../../support/scratch.ts';

const engine = { name: 'lib', version: '1', runtime: 'native' as const };
const job = (name: string, change: Partial<RdJob> = {}): RdJob => ({
  key: hash('sha256', name),
  configuration: {
    ...{ codec: 'webp', source: 'webp', input: 'samples', spec: 'webp:quality=30', engine },
    ...{ settings: { quality: 30 }, knob: 'quality', identity: 'webp at 30' },
  },
  image: { name, path: `/${name}.png`, sha256: hash('sha256', name), bytes: 9 },
  ...{ metrics: ['psnr'], kept: [], stored: false },
  ...change,
});
const fine: RdOutcome = {
  ...emptyOutcome(),
  ...{ width: 10, height: 8, bytes: 10, bitstreamSha256: 'b'.repeat(64), exact: false, engine },
  ...{
    metrics: { psnr: 40 },
    metricVersions: { psnr: '1' },
    busy: { codec: 2, metrics: 3, pictures: 1, starting: 0.5 },
  },
};
const failedIn = (stage: 'encode' | 'timeout' | 'worker'): RdOutcome => ({
  ...emptyOutcome(),
  error: { stage, message: 'it did not want to' },
});

let results: string;
let warnings: [string, string | undefined][];
let done: RdJobDone[];
let stop: AbortController;
let halt: AbortController;
beforeEach(() => {
  results = scratch();
  warnings = [];
  done = [];
  stop = new AbortController();
  halt = new AbortController();
});

/** Runs jobs in two slots, whose outcomes are made by a function. */
function runJobs(
  jobs: readonly RdJob[],
  outcome: (task: RdTask, signal: AbortSignal) => RdOutcome | Promise<RdOutcome>,
  changes: Partial<RdSweep> = {},
) {
  return runRdSweep({
    ...{ results, dataset: 'set', crop: null, maps: false, maxPixels: 1000, lenient: false, jobs },
    ...{ planned: jobs.length, maxFailures: 0.5, ownMetrics: new Map() },
    provenance: { version: '0.2.0', commit: null },
    executor: {
      slots: 2,
      run: async (task, { signal }) => outcome(task, signal),
      close: async () => {},
    },
    ...{ stop: stop.signal, signal: halt.signal },
    warn: (message, code) => warnings.push([message, code]),
    onJob: (each) => done.push(each),
    ...changes,
  });
}
const file = () => path.join(results, 'rd', 'set', 'webp.jsonl');
const names = () => rdRecordsIn(file()).map(({ image }) => image);

describe('a sweep of rates', () => {
  test('counts jobs, their seconds and the slots that it used', async () => {
    const summary = await runJobs(
      ['a', 'b', 'c'].map((name) => job(name)),
      () => fine,
    );
    expect(summary).toMatchObject({ measured: 3, failed: 0, gaveUp: false, workers: 2 });
    expect(summary.busy).toEqual({ codec: 6, metrics: 9, pictures: 3, starting: 1.5 });
    expect(summary.seconds).toBeGreaterThan(0);
    expect(names().sort()).toEqual(['a', 'b', 'c']);
    expect(done.map((each) => each.done)).toEqual([1, 2, 3]);
    expect(done[0]).toMatchObject({ spec: 'webp:quality=30', error: null, failed: 0 });
    for (const { seconds } of done) expect(seconds).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
    expect(await runJobs([job('d')], () => fine)).toMatchObject({ workers: 1 });
  });

  test('a slot without jobs is idle until the others are done', async () => {
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return fine;
    };
    const jobs = [job('a'), job('b')];
    const { seconds, idleSeconds } = await runJobs(jobs, ({ image }) =>
      image.name === 'a' ? late() : fine,
    );
    expect(idleSeconds).toBeGreaterThan(0.2);
    expect(idleSeconds).toBeLessThan(seconds + 0.2);
  });

  test('passes over what another sweep does meanwhile, and counts it', async () => {
    const ran: string[] = [];
    let written: Promise<number> | undefined;
    const summary = await runJobs(
      ['a', 'b', 'c'].map((name) => job(name)),
      async (task) => {
        ran.push(task.image.name);
        // Another sweep ends the last job while the first ones run.
        const other = { codec: 'webp', key: hash('sha256', 'c'), metricVersions: { psnr: '1' } };
        written ??= appendLines(file(), [rdRecordWith(other)]);
        await written;
        return fine;
      },
      { shared: { psnr: '1' } },
    );
    expect(summary).toMatchObject({ measured: 2, elsewhere: 1 });
    expect(ran).toEqual(['a', 'b']);
    expect(done.map((each) => each.done)).toEqual([1, 3]);
  });

  test('tells of a damaged picture once, and marks each of its records', async () => {
    const outcome = { ...fine, damage: 'no end' };
    await runJobs(
      [job('a'), job('a', { key: hash('sha256', 'other') })],
      (task) => {
        expect(task.lenient).toBe(true);
        return outcome;
      },
      { lenient: true },
    );
    expect(warnings).toEqual([['a is damaged (no end) and is taken all the same', undefined]]);
    expect(rdRecordsIn(file()).map(({ damage }) => damage)).toEqual(['no end', 'no end']);
  });

  test('tells the code of an error, by which a front knows what mends it', async () => {
    const refused = { stage: 'load' as const, message: 'a.jpg is damaged' };
    const outcome = { ...emptyOutcome(), error: refused, errorCode: 'damaged-image' as const };
    await runJobs([job('a')], () => outcome, { maxFailures: 1 });
    expect(warnings).toEqual([
      ['webp:quality=30 on a failed in load: a.jpg is damaged', 'damaged-image'],
    ]);
  });

  test('tells where jobs and metrics failed, and which engine ran in place of the planned one', async () => {
    await runJobs([job('a')], () => failedIn('encode'), { maxFailures: 1 });
    await runJobs([job('b')], () => failedIn('timeout'), { maxFailures: 1 });
    await runJobs([job('c')], () => ({
      ...{ ...fine, metrics: { psnr: null, ssim: null } },
      // What is not defined has a version, and is no failure.
      metricErrors: { psnr: 'no model', ssim: 'too small' },
      metricVersions: { ssim: '1' },
    }));
    await runJobs([job('d')], () => ({ ...fine, engine: { ...engine, version: '2' } }));
    expect(warnings).toEqual([
      ['webp:quality=30 on a failed in encode: it did not want to', undefined],
      ['webp:quality=30 on b failed in timeout: it did not want to', 'time-limit'],
      ['psnr of webp:quality=30 on c failed: no model', undefined],
      [
        'webp:quality=30 ran on lib 2 (native), planned was lib 1 (native); its record names what ran',
        undefined,
      ],
    ]);
    expect(done[0]).toMatchObject({ error: { stage: 'encode' }, failed: 1 });
    expect(rdRecordsIn(file()).map(({ error }) => error?.stage)).toEqual([
      ...['encode', 'timeout'],
      ...[undefined, undefined],
    ]);
  });

  test('ends when more failed than may, of all that were planned', async () => {
    const jobs = Array.from({ length: 10 }, (_, at) => job(`p${at}`));
    const fail = () => failedIn('encode');
    const some = await runJobs(jobs, fail, { maxFailures: 0.1, planned: 20 });
    expect(some).toMatchObject({ gaveUp: true });
    // The third failure is one too many; what ran beside it is finished.
    expect([3, 4]).toContain(some.measured);
    expect(await runJobs(jobs, fail, { maxFailures: 0.5, planned: 20 })).toMatchObject({
      ...{ measured: 10, failed: 10, gaveUp: false },
    });
  });

  test('a stored record stays where it cannot be scored once more, and lends its bitstream', async () => {
    const stored = job('a', { metrics: ['ssim'], kept: ['psnr'], stored: true });
    const bitstreamSha256 = 'c'.repeat(64);
    await appendLines(file(), [
      rdRecordWith({ ...{ key: stored.key, dataset: 'set', image: 'a' }, bitstreamSha256 }),
    ]);
    const asked: unknown[] = [];
    const ask = (task: RdTask): RdOutcome => {
      asked.push(task.bitstreamSha256);
      return failedIn('worker');
    };
    const summary = await runJobs([stored], ask, { maxFailures: 1 });
    expect(summary).toMatchObject({ measured: 1, failed: 1 });
    expect(rdRecordsIn(file())).toHaveLength(1);
    await runJobs([stored], () => ({ ...fine, bitstreamSha256 }));
    expect(rdRecordsIn(file())).toHaveLength(2);
    await runJobs([{ ...stored, stored: false }], ask, { maxFailures: 1 });
    expect(asked).toEqual([bitstreamSha256, null]);
  });
});

describe('a sweep that is ended', () => {
  const jobs = Array.from({ length: 6 }, (_, at) => job(`p${at}`));

  test('by `stop` takes up no more, and books no worker that died of it', async () => {
    const summary = await runJobs(jobs, async ({ image }) => {
      if (image.name === 'p0') return fine;
      stop.abort();
      return failedIn(image.name === 'p1' ? 'worker' : 'encode');
    });
    expect(summary.measured).toBeLessThan(4);
    expect(names()).toContain('p0');
    expect(names()).not.toContain('p1');
    // A worker that dies while nobody stops it is a failed job.
    await runJobs([job('q')], () => failedIn('worker'), { stop: new AbortController().signal });
    expect(names()).toContain('q');
  });

  test('by its signal ends what runs, with the reason', async () => {
    const reasons: unknown[] = [];
    const summary = await runJobs(jobs, async (_task, signal) => {
      if (reasons.length === 0) setTimeout(() => halt.abort(new Error('enough')));
      return new Promise<RdOutcome>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason);
          reject(signal.reason);
        });
      });
    });
    expect(summary).toMatchObject({ measured: 0, failed: 0 });
    expect(reasons).toEqual([new Error('enough'), new Error('enough')]);
    expect(await runJobs(jobs, () => expect.unreachable())).toMatchObject({ measured: 0 });
  });

  test('by an executor that runs nothing throws what it threw', async () => {
    const begun = runJobs(jobs, () => {
      throw new Error('the queue is gone');
    });
    await expect(begun).rejects.toThrow('the queue is gone');
  });
});
