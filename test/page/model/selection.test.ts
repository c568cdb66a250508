import { expect, test } from 'vitest';
import { rdGroups } from '#src/leaderboard/rd-groups.js';
import { withReferences } from '#src/leaderboard/references.js';
import { metricsOf } from '#src/page/model/selection.js';
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
