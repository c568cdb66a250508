import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeSummary, readSweep, sweepTables, tablesText } from '#src/cli/sweep-output.js';
import { rdKey } from '#src/results/key.js';
import { rdFile } from '#src/results/layout.js';
import type { SweepPlan } from '#src/sweeps/prepare.js';
import type { SweepSummary } from '#src/sweeps/run.js';
import { metricOf } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const timing = { testbed: { id: 'bench' }, finished: 2, configurations: [], crop: null };

/** What the output reads of a plan. */
const planOf = (changes: object = {}) =>
  ({
    options: { out: 'results', threads: 1, passes: 3 },
    dataset: 'set',
    configurations: [{ codec: 'webp', identity: 'own' }],
    images: [{ name: 'a', sha256: rdOf({ spec: 'webp', image: 'a' }).imageSha256 }],
    rd: { finished: 5, crop: null, jobs: [] },
    timing: null,
    ...changes,
  }) as unknown as SweepPlan;

test('the tables are of the sweep’s own records, by their keys, and of no others', () => {
  const out = scratch();
  const record = rdOf({ spec: 'webp', image: 'a', conversion: 'rgba8 -> rgb8' });
  const own = { ...record, key: rdKey('own', record.imageSha256, null) };
  const other = {
    ...record,
    spec: 'webp:quality=5',
    key: rdKey('other', record.imageSha256, null),
  };
  const file = rdFile(out, 'set', 'webp');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, [own, other].map((each) => `${JSON.stringify(each)}\n`).join(''));
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const plan = planOf({ options: { out, threads: 1, passes: 3 } });
  const tables = sweepTables(readSweep(plan, warn));
  expect(tables.points.map(({ rows }) => rows.map(({ spec }) => spec))).toEqual([['webp']]);
  expect(tables.timings).toEqual([]);
  const text = tablesText(tables, [metricOf('psnr')]);
  expect(text).toMatch(/^webp +libwebp 1\.0 +1 +4\.0000 +40\.0/m);
  expect(text).toMatch(/\n\nwebp: 1 of 1 images converted rgba8 -> rgb8 before encoding$/);
  expect(readSweep({ ...plan, rd: null }, warn).rd).toEqual([]);
  expect(warnings).toEqual([]);
});

describe('describeSummary', () => {
  const none: SweepSummary = { rd: null, timing: null, interrupted: false, gaveUp: false };
  const lines = (plan: SweepPlan, summary: Partial<SweepSummary>) =>
    describeSummary(plan, { ...none, ...summary }).split('\n');
  const last = 'records in results; next: npx pareto leaderboard';

  test('what nothing was left to do for was finished before', () => {
    expect(lines(planOf(), {})).toEqual(['0 measured, 5 finished before, 0 failed', last]);
    expect(lines(planOf({ rd: null, timing }), {})).toEqual([
      '0 timed on bench, 2 finished before, 0 failed',
      last,
    ]);
  });

  test('a part is merged with the others before it is ranked', () => {
    const options = { out: 'part3', threads: 1, passes: 3, shard: '3/8' };
    expect(lines(planOf({ options }), {})[1]).toBe(
      'records in part3; next: npx pareto merge part3 … --out results, with the folders of the other parts',
    );
  });

  test('shares of the seconds of all workers', () => {
    const counts = { measured: 7, failed: 1, elsewhere: 0, unable: 0, gaveUp: false };
    const busy = { codec: 5, metrics: 11, pictures: 1, starting: 0.5 };
    const rd = { ...counts, seconds: 10, workers: 2, busy, idleSeconds: 1.5 };
    expect(lines(planOf(), { rd })).toEqual([
      '7 measured, 5 finished before, 1 failed',
      '10.0 s on 2 workers: 25.0 % in codecs, 55.0 % in metrics, 5.0 % in reading pictures, 2.5 % in starting workers, 7.5 % idle at the end, 5.0 % besides',
      last,
    ]);
    expect(lines(planOf(), { rd: { ...rd, elsewhere: 3, unable: 0 } })[0]).toBe(
      '7 measured, 5 finished before, 1 failed, 3 by another sweep meanwhile',
    );
  });

  test('noise and calibration of the machine', () => {
    const noise = {
      spec: 'raw',
      encode: { difference: 0.0123, low: -0.005, high: 0.02 },
      decode: { difference: -0.01, low: -0.02, high: 0 },
    };
    const seconds = { median: 0.1, low: 0.09, high: 0.2 };
    const calibration = { kernel: 'loop', version: '1', seconds, passes: 5 };
    const measured = { measured: 3, failed: 0, noise, calibration };
    const summary = { timing: measured } as unknown as Partial<SweepSummary>;
    expect(lines(planOf({ rd: null, timing }), summary)).toEqual([
      '3 timed on bench, 2 finished before, 0 failed',
      'A/A noise of raw: encode +1.2 % [-0.5, +2.0], decode -1.0 % [-2.0, +0.0]',
      'calibration: 100 ms [90, 200] a run of loop 1, median of 5 [least, greatest]',
      last,
    ]);
  });
});
