import { expect, test } from 'vitest';
import { rdGroups } from '#src/leaderboard/rd-groups.js';
import { withReferences } from '#src/leaderboard/references.js';
import type { TimingGroup } from '#src/leaderboard/schema.js';
import { metricsOf, timingOf } from '#src/page/model/selection.js';
import { facts } from '../../support/facts.ts';
import { rdOf } from '../../support/records.ts';

const published = withReferences(
  [],
  [
    {
      ...{ schema: 1, dataset: 'set', label: 'VTM', source: 'a paper', file: 'vtm.json' },
      ...{ sha256: 'a'.repeat(64), at: '2026-01-01T00:00:00Z' },
      points: [{ bpp: 1, metrics: { 'ms-ssim': 0.9, psnr: 30 } }],
    },
  ],
  { facts, bootstrap: { seed: 1, resamples: 9, level: 0.95 }, tables: [] },
)[0]!;

test('published metrics can be chosen where nothing was measured, and there alone', () => {
  expect(metricsOf(published)).toEqual(['psnr', 'ms-ssim']);
  const metrics = { ssim: 0.9, psnr: 30 };
  const measured = rdGroups([rdOf({ spec: 'jpeg', image: 'a', metrics })], {
    anchor: 'jpeg',
    facts,
    bootstrap: { seed: 1, resamples: 9, level: 0.95 },
  })[0]!;
  expect(metricsOf({ ...measured, references: published.references })).toEqual(['psnr', 'ssim']);
});

test('times are those asked for, else of the testbed that measured most', () => {
  const group = (testbed: string, images: number, rows: number) => ({
    ...{ testbed, dataset: 'set', crop: null, threads: 1, images },
    rows: Array.from({ length: rows }, () => ({}) as TimingGroup['rows'][number]),
  });
  const timings = [group('many-rows', 3, 210), group('many-pictures', 12, 193)];
  expect(timingOf(timings, null)).toBe(1);
  expect(timingOf(timings, 'many-rows@whole@1')).toBe(0);
  expect(timingOf(timings, 'unknown')).toBe(1);
  expect(timingOf([], null)).toBeNull();
});
