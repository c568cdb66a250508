import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { rdFile } from '#src/results/layout.js';
import type { RdJob } from '#src/sweeps/plan.js';
import { keepCompany } from '#src/sweeps/rd/company.js';
import { rdRecordWith } from '../../support/records.ts';
import { scratch } from '../../support/scratch.ts';

let results: string;
let warnings: string[];
beforeEach(() => {
  results = scratch();
  warnings = [];
});

const engine = { name: 'lib', version: '1', runtime: 'native' as const };
const jobs = Array.from(
  { length: 40 },
  (_, nth): RdJob => ({
    key: nth.toString(16).padStart(64, '0'),
    configuration: {
      ...{ codec: 'webp', source: 'webp', input: 'samples', spec: 'webp', engine },
      ...{ settings: {}, knob: 'quality', identity: 'webp' },
    },
    image: { name: `${nth}`, path: `/${nth}.png`, sha256: 'a'.repeat(64), bytes: 9 },
    ...{ metrics: ['psnr', 'ssim'], kept: [], stored: false },
  }),
);
const shared = { psnr: '1', ssim: '2' };
const begin = (changes: { shared?: Readonly<Record<string, string>> | null } = {}) =>
  keepCompany({
    ...{ results, dataset: 'set', jobs, shared, warn: (told) => warnings.push(told) },
    ...changes,
  });
const append = (change: Parameters<typeof rdRecordWith>[0]) =>
  appendLines(rdFile(results, 'set', 'webp'), [rdRecordWith({ codec: 'webp', ...change })]);

test('what another sweep has done is passed over, and what lacks a metric is not', async () => {
  const company = begin();
  await append({ key: jobs[0]!.key, metricVersions: { psnr: '1', ssim: '2', more: '1' } });
  await append({ key: jobs[1]!.key, metricVersions: { psnr: '1', ssim: '1' } });
  await append({
    key: jobs[2]!.key,
    metricVersions: shared,
    error: { stage: 'encode', message: 'no' },
  });
  expect(company.take(jobs[0]!).isDone).toBe(true);
  // Its metrics stay in the record that is made.
  expect(company.take(jobs[1]!)).toMatchObject({ isDone: false, record: { key: jobs[1]!.key } });
  expect(company.take(jobs[2]!)).toEqual({ isDone: false, record: undefined });
  expect(company.take(jobs[3]!)).toEqual({ isDone: false, record: undefined });
  company.leave();
});

test('the first keeps its order, the second has its own and says so', () => {
  const first = begin();
  expect([first.jobs, warnings]).toEqual([jobs, []]);
  const second = begin();
  expect(second.jobs).not.toEqual(jobs);
  expect(new Set(second.jobs)).toEqual(new Set(jobs));
  expect(warnings).toEqual([expect.stringMatching(/^another sweep measures this data set/)]);
  second.leave();
  first.leave();
  const third = begin();
  expect(third.jobs).toEqual(jobs);
  third.leave();
  expect(existsSync(path.join(results, 'rd', 'set', '.sweep.held.lock'))).toBe(false);
});

test('who makes all anew shares nothing', async () => {
  const company = begin({ shared: null });
  await append({ key: jobs[0]!.key, metricVersions: shared });
  expect(company.take(jobs[0]!).isDone).toBe(false);
  company.leave();
});

test('a folder that takes no files is told by what is written to it', () => {
  writeFileSync(path.join(results, 'rd'), '');
  const company = begin();
  expect([company.jobs, warnings]).toEqual([jobs, []]);
  company.leave();
});
