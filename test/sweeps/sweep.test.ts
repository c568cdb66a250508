import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { SweepEvent } from '#src/sweeps/events.js';
import type { RdExecutor } from '#src/sweeps/rd/executor.js';
import { openLocalExecutor } from '#src/sweeps/rd/local-executor.js';
import { sweep } from '#src/sweeps/sweep.js';
import { lockMachine } from '#src/sweeps/timing/machine-lock.js';
import { rdRecordsIn } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { childrenOf } from '../support/processes.ts';
import { scratch } from '../support/scratch.ts';

let dataset: string;
let out: string;

beforeEach(async () => {
  const folder = scratch();
  dataset = path.join(folder, 'photos');
  out = path.join(folder, 'results');
  await savePictures(dataset, 3);
  vi.stubEnv('PARETO_CACHE', path.join(folder, 'cache'));
  onTestFinished(() => void vi.unstubAllEnvs());
});

const linux = process.platform === 'linux';
/** Processes of sweeps that run, as far as the system tells. */
const workers = () =>
  linux ? childrenOf(process.pid).filter(({ command }) => command.includes('sweeps/')) : [];
const file = (codec: string) => path.join(out, 'rd', 'photos', `${codec}.jsonl`);

describe('sweep', () => {
  test('measures, says what it did and where the records are, and leaves no process', async () => {
    const events: SweepEvent[] = [];
    const result = await sweep({
      ...{ codecs: 'jpeg:quality=50+90', dataset, out, jobs: 2 },
      onProgress: (event) => events.push(event),
      onWarning: (message) => expect.unreachable(message),
    });
    expect(result).toMatchObject({
      dataset: 'photos',
      out,
      finishedBefore: { rd: 0, timing: 0 },
      rd: { measured: 9, failed: 0, gaveUp: false, workers: 2 },
      timing: null,
      interrupted: false,
      gaveUp: false,
    });
    expect([...result.files].sort()).toEqual([file('jpeg'), file('raw')]);
    expect(rdRecordsIn(file('jpeg'))).toHaveLength(6);
    expect(workers()).toEqual([]);
    expect(events[0]).toEqual({
      kind: 'plan',
      dataset: 'photos',
      ...{ images: 3, configurations: 3, rd: { jobs: 9, finished: 0 }, timing: null },
    });
    const jobs = events.filter((event) => event.kind === 'job');
    expect(jobs.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const job of jobs) {
      expect(job).toMatchObject({ total: 9, failed: 0, error: null });
      expect(job.seconds).toBeGreaterThan(0);
    }
    expect(new Set(jobs.map(({ spec, image }) => `${spec} ${image}`)).size).toBe(9);
    const again = await sweep({ codecs: 'jpeg:quality=50+90', dataset, out });
    expect(again).toMatchObject({ rd: null, finishedBefore: { rd: 9 }, files: result.files });
  });

  test('counts jobs that fail and tells why', async () => {
    writeFileSync(path.join(dataset, 'q.png'), 'no image');
    const warnings: string[] = [];
    const options = { codecs: 'jpeg:quality=50', dataset, out };
    const onWarning = (message: string) => warnings.push(message);
    const result = await sweep({ ...options, maxFailures: 0.5, onWarning });
    expect(result).toMatchObject({ rd: { measured: 8, failed: 2 }, gaveUp: false });
    expect(warnings.filter((each) => /on q failed in load/.test(each))).toHaveLength(2);
    const strict = await sweep({ ...options, maxFailures: 0 });
    expect(strict).toMatchObject({ rd: { gaveUp: true }, gaveUp: true, interrupted: false });
  });

  test('times alone, and tells of every pass', async () => {
    const events: SweepEvent[] = [];
    const result = await sweep({
      ...{ codecs: 'jpeg:quality=50', dataset, out, measure: ['timing'], testbed: 'here' },
      ...{ passes: 1, crop: '32x32' },
      onProgress: (event) => events.push(event),
    });
    expect(result).toMatchObject({
      ...{ rd: null, timing: { measured: 6, failed: 0, noise: null } },
      finishedBefore: { rd: 0, timing: 0 },
    });
    // The machine is free for the next one.
    const unlock = await lockMachine((told) => expect.unreachable(told), AbortSignal.any([]));
    unlock!();
    expect(result.files.map((each) => path.relative(out, each)).sort()).toEqual([
      'timing/here/photos/jpeg.jsonl',
      'timing/here/photos/raw.jsonl',
    ]);
    const passes = events.flatMap((event) => (event.kind === 'pass' ? [event] : []));
    // raw, jpeg, and jpeg once more for the noise: each once to warm up and once for the record.
    expect(passes.map(({ pass }) => pass)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(passes.at(-1)).toMatchObject({ passes: 1, done: 6, total: 6 });
    expect(passes.filter(({ spec }) => spec === 'jpeg:quality=50')).toHaveLength(4);
    expect(events.filter(({ kind }) => kind === 'memory')).toHaveLength(2);
    expect(workers()).toEqual([]);
  });

  test('times that fail count against the share of failures', async () => {
    writeFileSync(path.join(dataset, 'q.png'), 'no image');
    const options = {
      ...{ codecs: 'jpeg:quality=50', dataset, out, measure: ['timing' as const] },
      ...{ testbed: 'here', passes: 1, crop: '32x32', force: true },
    };
    const some = await sweep({ ...options, maxFailures: 0.25 });
    expect(some).toMatchObject({ timing: { measured: 8, failed: 2 }, gaveUp: false });
    expect(await sweep({ ...options, maxFailures: 0.24 })).toMatchObject({ gaveUp: true });
  });

  test('two at once, into one folder and into another, give what each gives alone', async () => {
    const other = path.join(path.dirname(out), 'other');
    const options = { codecs: 'jpeg:quality=50+90', dataset, jobs: 1 };
    const results = await Promise.all([
      sweep({ ...options, out }),
      sweep({ ...options, out, seed: 2 }),
      sweep({ ...options, out: other }),
    ]);
    expect(results.map(({ rd }) => rd?.failed)).toEqual([0, 0, 0]);
    const figures = (folder: string) =>
      new Set(
        rdRecordsIn(path.join(folder, 'rd', 'photos', 'jpeg.jsonl')).map(
          ({ key, bitstreamSha256, metrics }) => JSON.stringify({ key, bitstreamSha256, metrics }),
        ),
      );
    expect(figures(out)).toEqual(figures(other));
    expect(figures(out).size).toBe(6);
  });

  test('refuses what makes no sense before any work', async () => {
    await expect(sweep({ codecs: 'jpgg', dataset, out })).rejects.toMatchObject({
      name: 'UsageError',
      code: 'unknown-name',
      data: { kind: 'codec', name: 'jpgg' },
    });
    await expect(sweep({ codecs: 'jpeg', dataset, out, jobs: 0 })).rejects.toMatchObject({
      code: 'wrong-option',
    });
    expect(existsSync(out)).toBe(false);
  });
});

describe('a sweep that is ended', () => {
  const slow = { codecs: 'avif:speed=0,quality=60', jobs: 1 } as const;

  beforeEach(() => savePictures(dataset, 4, { width: 160, height: 120 }));

  test('by its signal rejects with the reason; what was measured is on disk, no process is left', async () => {
    const controller = new AbortController();
    const begun = sweep({
      ...{ ...slow, dataset, out, signal: controller.signal },
      onProgress: (event) => {
        if (event.kind === 'job' && event.done === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(begun).rejects.toThrow('enough');
    expect(workers()).toEqual([]);
    const lines = ['avif', 'raw'].flatMap((codec) =>
      existsSync(file(codec)) ? rdRecordsIn(file(codec)) : [],
    );
    expect(lines).toHaveLength(2);
    expect(lines.every(({ error }) => error === null)).toBe(true);
    const rest = await sweep({ ...slow, dataset, out });
    expect(rest).toMatchObject({ finishedBefore: { rd: 2 }, rd: { measured: 6, failed: 0 } });
  });

  test('by a signal that has aborted does nothing', async () => {
    const signal = AbortSignal.abort(new Error('never mind'));
    await expect(sweep({ ...slow, dataset, out, signal })).rejects.toThrow('never mind');
    expect(existsSync(out)).toBe(false);
  });

  test('by `stop` finishes the running jobs and resolves, interrupted', async () => {
    const controller = new AbortController();
    let done = 0;
    const result = await sweep({
      ...{ ...slow, dataset, out, jobs: 2, stop: controller.signal },
      onProgress: (event) => {
        if (event.kind !== 'job') return;
        done = event.done;
        controller.abort();
      },
    });
    expect(result).toMatchObject({ interrupted: true, gaveUp: false, rd: { failed: 0 } });
    expect(done).toBe(result.rd?.measured);
    expect(result.rd!.measured).toBeLessThan(8);
    expect(workers()).toEqual([]);
  });

  test('while it times keeps the passes that were made', async () => {
    const controller = new AbortController();
    const begun = sweep({
      ...{ codecs: 'jpeg:quality=50', dataset, out, measure: ['timing'], testbed: 'here' },
      ...{ passes: 1000, crop: '32x32', signal: controller.signal },
      onProgress: (event) => {
        if (event.kind === 'pass' && event.pass === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(begun).rejects.toThrow('enough');
    const text = readFileSync(path.join(out, 'timing', 'here', 'photos', 'jpeg.jsonl'), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(4);
    expect(workers()).toEqual([]);
  });
});

describe('an executor of one’s own', () => {
  /** The local one behind another door, as a queue would be: plain JSON in and out. */
  const behind = (change: (outcome: Record<string, unknown>) => void = () => {}): RdExecutor => {
    const local = openLocalExecutor({ workers: 2, timeLimitSeconds: 60 });
    return {
      slots: 2,
      async run(task, options) {
        const outcome = await local.run(JSON.parse(JSON.stringify(task)), options);
        const sent = JSON.parse(JSON.stringify(outcome));
        change(sent);
        return sent;
      },
      close: () => local.close(),
    };
  };

  test('runs the jobs, and stays open for the next sweep', async () => {
    const executor = behind();
    const options = { codecs: 'jpeg:quality=50', dataset, executor };
    await sweep({ ...options, out });
    const other = path.join(path.dirname(out), 'other');
    const pids = workers().map(({ pid }) => pid);
    if (linux) expect(pids.length).toBeGreaterThan(0);
    await sweep({ ...options, out: other });
    expect(workers().map(({ pid }) => pid)).toEqual(pids);
    await executor.close();
    expect(workers()).toEqual([]);
    await sweep({ codecs: 'jpeg:quality=50', dataset, out: path.join(other, 'local') });
    const figures = (folder: string) =>
      rdRecordsIn(path.join(folder, 'rd', 'photos', 'jpeg.jsonl'))
        .map(({ at: _at, ...record }) => JSON.stringify(record))
        .sort();
    expect(figures(out)).toEqual(figures(path.join(other, 'local')));
  });

  test('that has another version of an engine gives records of that version, under its key', async () => {
    const executor = behind((outcome) => {
      if (outcome['engine'] === null) return;
      outcome['engine'] = { ...(outcome['engine'] as object), version: '0.0.1' };
    });
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    await sweep({ codecs: 'jpeg:quality=50', dataset, out, executor, onWarning });
    await executor.close();
    const records = rdRecordsIn(file('jpeg'));
    expect(records.map(({ engine }) => engine.version)).toEqual(['0.0.1', '0.0.1', '0.0.1']);
    expect(warnings.some((each) => /ran on .* 0\.0\.1 .*, planned was/.test(each))).toBe(true);
    const keys = new Set(records.map(({ key }) => key));
    const planned = await sweep({ codecs: 'jpeg:quality=50', dataset, out });
    expect(planned).toMatchObject({ finishedBefore: { rd: 0 }, rd: { measured: 6 } });
    for (const { key } of rdRecordsIn(file('jpeg')).slice(3)) expect(keys.has(key)).toBe(false);
  });

  test('that cannot run anything ends the sweep with its error', async () => {
    const executor: RdExecutor = {
      slots: 3,
      run: async () => {
        throw new Error('the queue is gone');
      },
      close: async () => {},
    };
    await expect(sweep({ codecs: 'jpeg', dataset, out, executor })).rejects.toThrow(
      'the queue is gone',
    );
  });
});
