import { expect, test } from 'vitest';
import { type Finished, isFinished, presentVersion, scoreIn } from '#src/results/finished.js';
import { failedRdOf, rdOf } from '../support/records.ts';

const about = { spec: 'webp:quality=75', image: 'a' };

function finished(changes: Partial<Finished> = {}): Finished {
  const record = rdOf({ ...about, ...changes });
  if (!isFinished(record)) throw new Error('expected a finished record');
  return record;
}

test('a job went to its end where nothing failed and every figure is there', () => {
  expect(isFinished(rdOf(about))).toBe(true);
  expect(isFinished(failedRdOf(about))).toBe(false);
  for (const field of ['width', 'height', 'bytes', 'bpp']) {
    expect(isFinished(rdOf({ ...about, [field]: null }))).toBe(false);
  }
  const error = { stage: 'verify', message: 'not exact' } as const;
  expect(isFinished(rdOf({ ...about, error }))).toBe(false);
});

test('the version that counts is that of the record written last among those with the metric', () => {
  const record = (day: number, version: string, metric = 'psnr') =>
    finished({
      metrics: { [metric]: 1 },
      metricVersions: { [metric]: version },
      at: `2026-01-0${day}T00:00:00Z`,
    });
  const records = [record(3, '2'), record(1, '1'), record(9, '5', 'ssim')];
  expect(presentVersion(records, 'psnr')).toBe('2');
  expect(presentVersion(records.toReversed(), 'psnr')).toBe('2');
  expect(presentVersion(records, 'dists')).toBeNull();
  expect(presentVersion([record(1, '1'), record(1, '2')], 'psnr')).toBe('2');
  expect(presentVersion(records, 'constructor')).toBeNull();
});

test('a value counts at its version alone, and never as zero where it is missing', () => {
  const metrics = { psnr: 40, ssim: 0, dists: null };
  const record = finished({ metrics });
  expect(scoreIn(record, 'psnr', '1')).toBe(40);
  expect(scoreIn(record, 'ssim', '1')).toBe(0);
  expect(scoreIn(record, 'dists', '1')).toBeNull();
  expect(scoreIn(record, 'psnr', '2')).toBeNull();
  expect(scoreIn(record, 'lpips', null)).toBeNull();
  const failed = finished({ metrics, metricErrors: { psnr: 'no' } });
  expect(scoreIn(failed, 'psnr', '1')).toBeNull();
  expect(scoreIn(failed, 'ssim', '1')).toBe(0);
});
