import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDataset } from '#src/datasets/dataset.js';
import { captureTestbed } from '#src/results/capture-testbed.js';
import { planConfigurations } from '#src/sweeps/configuration.js';
import type { SweepEvent } from '#src/sweeps/events.js';
import type { Configuration } from '#src/sweeps/one-configuration.js';
import { lockMachine } from '#src/sweeps/timing/machine-lock.js';
import { runTiming, type TimingJob } from '#src/sweeps/timing/run.js';
import { ownCodec } from '../../support/own-codec.ts';
import { timingRecordsIn } from '../../support/pareto.ts';
import { scratch } from '../../support/scratch.ts';

let results: string;
let warnings: string[];
let events: SweepEvent[];
beforeEach(() => {
  results = scratch();
  warnings = [];
  events = [];
  vi.stubEnv('PARETO_CACHE', path.join(results, 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

const folder = () => path.join(results, 'timing', 'here', 'set');
const file = (codec: string) => path.join(folder(), `${codec}.jsonl`);

/** Times configurations on two small pictures of unlike size, the larger one last. */
async function time(configurations: readonly Configuration[], changes: Partial<TimingJob> = {}) {
  const { images } = await openDataset('tiny');
  return runTiming({
    ...{
      results,
      dataset: 'set',
      crop: null,
      threads: 1,
      passes: 3,
      seed: 1,
      maxPixels: 1000,
      lenient: false,
    },
    ...{ configurations, images, testbed: captureTestbed([], 'here'), timeLimitSeconds: 200 },
    provenance: { version: '0.2.0', commit: null },
    stop: new AbortController().signal,
    warn: (message) => warnings.push(message),
    onProgress: (event) => events.push(event),
    ...changes,
  });
}
const [raw, png] = await planConfigurations('png');

describe('a timing run', () => {
  test('passes over what another one has timed while it waited', async () => {
    const { records } = await time([raw!, png!], { passes: 1, stillLacking: () => [png!] });
    expect(new Set(records.map(({ codec }) => codec))).toEqual(new Set(['png']));
    expect(warnings).toContain(
      '1 settings were timed by another sweep meanwhile and are passed over',
    );
    expect(await time([raw!], { stillLacking: () => [] })).toEqual({
      ...{ records: [], noise: null, calibration: null },
    });
  });

  test('gives a record of each configuration and image, its noise and the calibration', async () => {
    // The configuration that is timed twice may be the first of all.
    const { records, noise, calibration } = await time([png!, raw!]);
    expect(records).toHaveLength(4);
    for (const codec of ['raw', 'png']) {
      const stored = timingRecordsIn(file(codec));
      expect(stored.map(({ image }) => image).sort()).toEqual(['1x1', '1x17']);
      expect(stored).toEqual(records.filter((record) => record.codec === codec));
      for (const { encode, decode, peakBytes, setupSeconds, error } of stored) {
        expect([encode.total.length, decode.total.length, error]).toEqual([3, 3, null]);
        expect(setupSeconds).toBeGreaterThan(0);
        expect(peakBytes).toMatchObject({ image: '1x17' });
        expect(Math.min(peakBytes!.encode, peakBytes!.decode, peakBytes!.idle)).toBeGreaterThan(
          1e6,
        );
      }
    }
    expect(noise).toMatchObject({ spec: png!.spec, seed: 1, passes: 3, images: 2 });
    expect(calibration?.seconds.median).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
    const passes = events.flatMap((event) => (event.kind === 'pass' ? [event] : []));
    expect(passes.at(-1)).toMatchObject({ pass: 3, passes: 3, done: 12, total: 12 });
    expect(passes.map(({ spec }) => spec).filter((spec) => spec === png!.spec)).toHaveLength(8);
    expect(events.filter(({ kind }) => kind === 'memory')).toEqual([
      { kind: 'memory', spec: png!.spec, done: 1, total: 2 },
      { kind: 'memory', spec: 'raw', done: 2, total: 2 },
    ]);
    // Nothing is held any more, and no journal is left.
    expect(readdirSync(folder()).sort()).toEqual(['png.jsonl', 'raw.jsonl']);
    const unlock = await lockMachine((told) => expect.unreachable(told), AbortSignal.abort());
    unlock!();
  });

  test('a configuration that fails, and a picture that cannot be loaded, are failed records', async () => {
    const { file: plugin } = ownCodec({
      encode: `if (image.height === 17) throw new Error('no');`,
    });
    const [, mine] = await planConfigurations('mine', { plugins: [plugin] });
    const { images } = await openDataset('tiny');
    const gone = { name: 'gone', path: '/nowhere.png', sha256: '0'.repeat(64), bytes: 9 };
    await time([raw!, mine!], { passes: 1, images: [gone, ...images] });
    expect(warnings[0]).toMatch(/^gone is not timed: .*ENOENT/);
    expect(warnings[1]).toBe('mine takes no further part in the timing: no on 1x17');
    const failures = (codec: string) =>
      timingRecordsIn(file(codec)).map(({ image, error }) => [image, error?.stage, error?.message]);
    expect(failures('raw').sort()).toEqual([
      ['1x1', undefined, undefined],
      ['1x17', undefined, undefined],
      ['gone', 'load', expect.stringMatching(/cannot be read: ENOENT/)],
    ]);
    expect(failures('mine').sort()).toEqual([
      ['1x1', 'encode', 'no on 1x17'],
      ['1x17', 'encode', 'no on 1x17'],
      ['gone', 'load', expect.stringMatching(/cannot be read: ENOENT/)],
    ]);
    for (const { peakBytes, error } of timingRecordsIn(file('raw'))) {
      expect(peakBytes === null).toBe(error !== null);
    }
    expect(timingRecordsIn(file('mine')).map(({ peakBytes }) => peakBytes)).toEqual([
      ...[null, null, null],
    ]);
    // The memory process fails as well, and says so.
    expect(warnings[2]).toBe('no memory figures for mine: no');
    expect(warnings).toHaveLength(3);
    expect(events.filter(({ kind }) => kind === 'memory')).toHaveLength(2);
  });

  test('raw alone has no noise; without a picture there is nothing to time', async () => {
    const { records, noise } = await time([raw!], { images: [] });
    expect([records, noise]).toEqual([[], null]);
    const alone = await time([raw!], { passes: 1 });
    expect(alone.noise).toBeNull();
    expect(alone.records).toHaveLength(2);
    expect(events.filter(({ kind }) => kind === 'pass')).toHaveLength(2);
  });

  test('one that is told to stop before it begins measures nothing, and leaves nothing', async () => {
    const { records, noise, calibration } = await time([raw!], { stop: AbortSignal.abort() });
    expect([records, noise, calibration]).toEqual([[], null, null]);
    expect(existsSync(folder()) ? readdirSync(folder()) : []).toEqual([]);
    expect(events).toEqual([]);
  });

  test('one that is stopped while it runs keeps its passes, without noise and memory', async () => {
    const stop = new AbortController();
    const { noise, records } = await time([raw!, png!], {
      ...{ passes: 100, stop: stop.signal },
      onProgress: (event) => {
        events.push(event);
        if (event.kind === 'pass' && event.pass === 4 && event.done % 3 === 0) stop.abort();
      },
    });
    expect(noise).toBeNull();
    expect(records).toHaveLength(4);
    for (const { encode, peakBytes } of timingRecordsIn(file('raw'))) {
      expect(encode.total).toHaveLength(4);
      expect(peakBytes).toBeNull();
    }
    expect(events.some(({ kind }) => kind === 'memory')).toBe(false);
  });

  test('one that goes on after a kill re-uses all that was measured', async () => {
    const kept: unknown[] = [];
    const keep = async (found: unknown): Promise<void> => void kept.push(found);
    // Killed when it has measured the memory of one of the two: what it was doing then is not done.
    let journal = '';
    await expect(
      time([raw!, png!], {
        onProgress: (event) => {
          if (event.kind !== 'memory') return;
          const name = readdirSync(folder()).find((each) => /^\.journal-.*jsonl$/.test(each))!;
          journal = readFileSync(path.join(folder(), name), 'utf8');
          throw new Error('killed');
        },
        keep,
      }),
    ).rejects.toThrow('killed');
    expect(existsSync(file('raw'))).toBe(false);
    const lines = journal
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const measured = lines.flatMap((line) => (line.pass === 0 ? line.records : []));

    const { records, noise, calibration } = await time([raw!, png!], {
      keep,
      onProgress: (event) => events.push(event),
    });
    expect(warnings).toEqual([
      'goes on with a timing run that was ended before its time: 6 passes are there',
    ]);
    for (const { image, encode } of records.filter(({ codec }) => codec === 'raw')) {
      const own = measured.filter((record) => record.image === image);
      expect(encode.total).toEqual(own.map((record) => record.encode.total[0]));
    }
    const [raws] = [records.find(({ codec }) => codec === 'raw')];
    const { use } = lines.find((line) => 'memory' in line);
    expect(raws).toMatchObject({
      setupSeconds: use.setupSeconds,
      peakBytes: { encode: use.encode, decode: use.decode, idle: use.idle, image: '1x17' },
    });
    for (const { peakBytes } of records) expect(peakBytes).not.toBeNull();
    expect(calibration).toEqual(lines.find((line) => 'calibration' in line).calibration);
    expect(noise).toMatchObject({ spec: png!.spec, passes: 3, images: 2 });
    expect(kept).toEqual([{ noise, calibration }]);
    expect(readdirSync(folder()).sort()).toEqual(['png.jsonl', 'raw.jsonl']);
  });

  test('one that was stopped is gone on with too, and one of another plan is not', async () => {
    const stop = new AbortController();
    await time([raw!, png!], {
      ...{ passes: 5, stop: stop.signal },
      onProgress: (event) => {
        if (event.kind === 'pass' && event.pass === 3) stop.abort();
      },
    });
    const before = timingRecordsIn(file('raw')).find(({ image }) => image === '1x17')!;
    expect(before.encode.total.length).toBeGreaterThan(1);
    await time([raw!, png!], { passes: 5 });
    const after = timingRecordsIn(file('raw')).findLast(({ image }) => image === '1x17')!;
    expect(after.encode.total).toHaveLength(5);
    expect(after.encode.total.slice(0, before.encode.total.length)).toEqual(before.encode.total);
    expect(warnings).toEqual([expect.stringMatching(/^goes on with a timing run/)]);
    await time([raw!], { passes: 5 });
    expect(warnings).toHaveLength(1);
    const last = timingRecordsIn(file('raw')).findLast(({ image }) => image === '1x17')!;
    expect(last.encode.total).not.toEqual(after.encode.total);
  });
});
