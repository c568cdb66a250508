import { describe, expect, test } from 'vitest';
import { timingGroups } from '#src/leaderboard/timing-groups.js';
import type { TimingRecord } from '#src/results/record.js';
import { timingOf } from '../support/records.ts';

const bootstrap = { seed: 1, resamples: 400, level: 0.95 };

function rowOf(...records: TimingRecord[]) {
  const row = timingGroups(records, bootstrap)[0]?.rows[0];
  if (row === undefined) throw new Error('no row');
  return row;
}

describe('figures', () => {
  const record = (image: string, encode: number[]) =>
    timingOf({ spec: 'webp', image, encode, decode: [0.001, 0.001, 0.001] });

  test('are over all samples; the throughput is over the images, by the median of each', () => {
    const row = rowOf(record('a', [0.1, 0.1, 0.4]), record('b', [0.3, 0.2, 0.3]));
    expect(row).toMatchObject({ images: 2, complete: true, failed: 0, passes: 3 });
    expect(row.encode?.samples).toBe(6);
    expect(row.encode?.medianSeconds).toBeCloseTo(0.25, 12);
    expect(row.encode?.meanSeconds).toBeCloseTo(1.4 / 6, 12);
    // numpy.quantile of the six: 0.125, 0.3 and 0.375.
    expect(row.encode?.iqrSeconds).toBeCloseTo(0.175, 12);
    expect(row.encode?.p95Seconds).toBeCloseTo(0.375, 12);
    // Two pictures of half a megapixel in 0.1 + 0.3 s.
    expect(row.encode?.megapixelsPerSecond).toBeCloseTo(2.5, 12);
    expect(row.decode?.megapixelsPerSecond).toBeCloseTo(500, 9);
  });

  test('larger pictures weigh by their pixels', () => {
    const large = timingOf({
      spec: 'webp',
      image: 'a',
      width: 3000,
      height: 1000,
      encode: [1, 1],
    });
    const small = timingOf({ spec: 'webp', image: 'b', encode: [0.75, 0.75] });
    expect(rowOf(large, small).encode?.megapixelsPerSecond).toBeCloseTo(2, 12);
  });

  test('shares of stages, and CPU over wall', () => {
    const samples = {
      total: [1, 3],
      cpu: [2, 4],
      stages: { entropy: [0.5, 1.5], other: [0.5, 1.5], analysis: [] },
    };
    const { encode } = rowOf({ ...record('a', [1, 3]), encode: samples });
    expect(encode?.cpuPerWall).toBe(1.5);
    expect(encode?.stages).toEqual({
      entropy: { share: 0.5, medianSeconds: 1, meanSeconds: 1 },
      other: { share: 0.5, medianSeconds: 1, meanSeconds: 1 },
    });
  });

  test('set-up is a median and memory a maximum, of the records that have them', () => {
    const peak = (encode: number) => ({ encode, decode: 5, idle: 3, image: 'a' });
    const row = rowOf(
      { ...record('a', [1, 1]), setupSeconds: 0.25, peakBytes: peak(70) },
      { ...record('b', [1, 1]), setupSeconds: 0.75, peakBytes: peak(90) },
      record('c', [1, 1]),
    );
    expect(row.setupSeconds).toBe(0.5);
    expect(row.peakBytes).toEqual(peak(90));
    const most = { ...peak(80), decode: 99 };
    const other = { ...record('c', [1, 1]), peakBytes: most };
    expect(rowOf({ ...record('a', [1, 1]), peakBytes: peak(90) }, other).peakBytes).toEqual(most);
    expect(rowOf(record('c', [1, 1]))).toMatchObject({ setupSeconds: null, peakBytes: null });
  });
});

describe('intervals', () => {
  test('equal passes leave no doubt about these images, but some about others', () => {
    const row = rowOf(
      timingOf({ spec: 'webp', image: 'a', encode: [0.1, 0.1, 0.1] }),
      timingOf({ spec: 'webp', image: 'b', encode: [0.4, 0.4, 0.4] }),
    );
    expect(row.encode?.interval).toEqual({ low: 2, high: 2 });
    // Only b, only a.
    expect(row.encode?.imageInterval?.low).toBeCloseTo(1.25, 12);
    expect(row.encode?.imageInterval?.high).toBeCloseTo(5, 12);
    expect(row.warnings).toEqual([]);
  });

  test('passes are drawn whole: a slow pass slows all its images at once', () => {
    const passes = [0.1, 0.2, 0.1, 0.1, 0.2];
    const [one, two] = ['a', 'b'].map((image) => timingOf({ spec: 'webp', image, encode: passes }));
    const { encode } = rowOf(one!, two!);
    // 0.5 megapixels in 0.1 or in 0.2 s, never one image in the one and the other in the other.
    expect(encode?.interval?.low).toBeCloseTo(2.5, 12);
    expect(encode?.interval?.high).toBeCloseTo(5, 12);
  });

  test('do not depend on the order of records nor on other rows', () => {
    const records = ['a', 'b', 'c'].map((image, i) =>
      timingOf({ spec: 'webp', image, encode: [0.1 + i, 0.13 + i, 0.11 + i] }),
    );
    const alone = rowOf(...records);
    expect(alone).toEqual(rowOf(...records.toReversed()));
    const other = timingOf({ spec: 'jpeg', image: 'a', encode: [1, 2, 3] });
    const rows = timingGroups([other, ...records], bootstrap)[0]?.rows;
    expect(rows?.find(({ codec }) => codec === 'webp')).toEqual(alone);
  });

  test('there is none from a single pass', () => {
    const row = rowOf(timingOf({ spec: 'webp', image: 'a', encode: [0.1] }));
    expect(row.encode).toMatchObject({ interval: null, imageInterval: null });
    expect(row.warnings).toEqual([
      { kind: 'no-interval', direction: 'encode' },
      { kind: 'no-interval', direction: 'decode' },
    ]);
  });
});

describe('coverage and warnings', () => {
  test('failed jobs are counted and not timed; others make the table', () => {
    const error = { stage: 'timeout' as const, message: 'longer than 60 s' };
    const [group] = timingGroups(
      [
        timingOf({ spec: 'webp', image: 'a', encode: [0.1, 0.1] }),
        timingOf({ spec: 'webp', image: 'b', encode: [0.1, 0.1] }),
        timingOf({ spec: 'jpeg', image: 'a', encode: [0.2, 0.2] }),
        timingOf({ spec: 'jpeg', image: 'b', encode: [9], error }),
        timingOf({ spec: 'jxl', image: 'a', encode: [], error }),
      ],
      bootstrap,
    );
    expect(group?.images).toBe(2);
    expect(
      group?.rows.map(({ codec, images, failed, complete }) => [codec, images, failed, complete]),
    ).toEqual([
      ['jpeg', 1, 1, false],
      ['jxl', 0, 1, false],
      ['webp', 2, 0, true],
    ]);
    expect(group?.rows[0]?.encode?.medianSeconds).toBe(0.2);
    expect(group?.rows[1]).toMatchObject({ encode: null, decode: null, passes: 0 });
  });

  test('testbeds, crops and thread counts stand in tables of their own', () => {
    const record = timingOf({ spec: 'webp', image: 'a', encode: [0.1, 0.1] });
    const groups = timingGroups(
      [
        { ...record, threads: 10 },
        { ...record, threads: 2 },
        { ...record, testbed: 'another' },
        { ...record, crop: '512x512' },
      ],
      bootstrap,
    );
    expect(groups.map(({ testbed, crop, threads }) => [testbed, crop, threads])).toEqual([
      ['another', null, 1],
      ['bench', '512x512', 1],
      ['bench', null, 2],
      ['bench', null, 10],
    ]);
  });

  test('samples near the step of the clock, wide intervals, missing passes, mixed Node', () => {
    const row = rowOf(
      timingOf({ spec: 'raw', image: 'a', encode: [4e-5, 6e-5], passes: 5, node: '20.19.0' }),
      timingOf({ spec: 'raw', image: 'b', encode: [0.1, 0.101], passes: 5 }),
    );
    const short = { samples: 1, of: 4, microseconds: 50, clockSteps: 50 };
    expect(row.warnings).toEqual([
      { kind: 'few-passes', direction: null, passes: 2, asked: 5 },
      { kind: 'mixed-node', direction: null, versions: ['20.19.0', '20.20.0'] },
      { kind: 'short-samples', direction: 'encode', ...short },
      { kind: 'short-samples', direction: 'decode', ...short },
    ]);
    const wide = rowOf(timingOf({ spec: 'raw', image: 'a', encode: [0.1, 0.2, 0.15] }));
    const { low, high } = wide.encode!.interval!;
    const width = (high - low) / wide.encode!.megapixelsPerSecond!;
    const direction = 'encode';
    expect(wide.warnings[0]).toEqual({ kind: 'wide-interval', direction, width, limit: 0.1 });
  });

  test('of a page, samples near the step of its coarse clock, and that it was hidden', () => {
    const record = (image: string, seconds: number) =>
      timingOf({ spec: 'raw', image, encode: [seconds, seconds], decode: [4e-5, 4e-5] });
    const row = rowOf(
      { ...record('a', 1e-4), coarse: ['encode', 'decode'], hidden: true },
      { ...record('b', 0.1), coarse: ['decode'] },
      record('c', 0.1),
    );
    // What is marked as of a coarse clock is not told again as below 50 microseconds.
    expect(row.warnings).toEqual([
      { kind: 'hidden-page', direction: null, images: 1, of: 3 },
      { kind: 'coarse-clock', direction: 'encode', images: 1, of: 3, clockSteps: 50 },
      {
        ...{ kind: 'short-samples', direction: 'decode', samples: 2, of: 6 },
        ...{ microseconds: 50, clockSteps: 50 },
      },
      { kind: 'coarse-clock', direction: 'decode', images: 2, of: 3, clockSteps: 50 },
    ]);
  });

  test('times of a machine that was busy, however narrow their interval is', () => {
    const record = timingOf({ spec: 'raw', image: 'a', encode: [0.1, 0.1, 0.1] });
    const busy = { ...record.encode, cpu: [0.028, 0.028, 0.028] };
    const { encode, warnings } = rowOf({ ...record, encode: busy });
    expect(encode!.interval!.high).toBe(encode!.interval!.low);
    const cpuPerWall = encode!.cpuPerWall!;
    expect(cpuPerWall).toBeCloseTo(0.28, 12);
    expect(warnings).toEqual([
      { kind: 'busy-machine', direction: 'encode', cpuPerWall, limit: 0.8 },
    ]);
  });
});

describe('of several records of one image', () => {
  const record = (...encode: number[]) => timingOf({ spec: 'webp', image: 'a', encode });
  const medianOf = (...records: TimingRecord[]) => {
    const { images, passes, encode } = rowOf(...records);
    expect(images).toBe(1);
    return [passes, encode?.medianSeconds];
  };

  test('the one with most passes counts, wherever it stands', () => {
    const [short, long] = [record(0.9), record(0.1, 0.2, 0.3)];
    expect(medianOf(long, short)).toEqual([3, 0.2]);
    expect(medianOf(short, long)).toEqual([3, 0.2]);
  });

  test('the last one counts of those with most', () => {
    expect(medianOf(record(0.1, 0.1), record(0.4, 0.4), record(0.9))).toEqual([2, 0.4]);
  });
});
