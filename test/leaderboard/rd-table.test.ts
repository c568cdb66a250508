import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import type { RdRecord } from '#src/results/record.js';
import { rdOf } from '../support/records.ts';

test('records that share objects, as a reader gives them, are tabled as those that do not', () => {
  const versions = [{ psnr: '1', ssim: '2' }, { psnr: '1', ssim: '3' }, { ssim: '2' }, {}];
  const errors = [{}, {}, {}, { ssim: 'too small' }];
  const metrics = [
    { psnr: 30, ssim: 0.5 },
    { ssim: 0.25, psnr: null },
    { psnr: 31 },
    { psnr: 32, ssim: 0.75, dists: 0.1 },
    {},
  ];
  const settings = [{ quality: 1 }, { quality: 2 }];
  const one = fc.record({
    image: fc.constantFrom('a', 'b', 'c'),
    settings: fc.constantFrom(...settings),
    metrics: fc.constantFrom(...metrics),
    metricVersions: fc.constantFrom<Record<string, string>>(...versions),
    metricErrors: fc.constantFrom<Record<string, string>>(...errors),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), (chosen) => {
      const whole = chosen.map((each) => rdOf({ spec: 'webp', ...each }));
      const shared = whole.map((record, i): RdRecord => ({ ...record, ...chosen[i] }));
      expect(tablesOf(shared)).toEqual(tablesOf(whole));
    }),
    { numRuns: 500, seed: 1 },
  );
});
