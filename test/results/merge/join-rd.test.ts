import { expect, test } from 'vitest';
import { byMoment, type Candidate } from '#src/results/merge/candidates.js';
import { joinRd } from '#src/results/merge/join-rd.js';
import type { RdRecord } from '#src/results/record.js';
import { rdRecordWith } from '../../support/records.js';

const candidate = (changes: Partial<RdRecord>, file = 'a'): Candidate<RdRecord> => {
  const record = rdRecordWith({ version: '0.2.0', ...changes });
  return { record, file, line: JSON.stringify(record) };
};
const join = (...candidates: Candidate<RdRecord>[]) => joinRd([...candidates].sort(byMoment));

const psnr = (value: number | null, version = '1') => ({
  metrics: { psnr: value },
  metricVersions: { psnr: version },
});

test('one that holds all of it stands as it is', () => {
  const whole = candidate({
    metrics: { psnr: 30, ssim: 1 },
    metricVersions: { psnr: '1', ssim: '2' },
  });
  expect(join(candidate(psnr(30)), whole)).toBe(whole);
});

test('of a metric the newest version counts, by its numbers', () => {
  const joined = join(candidate(psnr(30, '1.10')), candidate(psnr(29, '1.9')));
  expect(joined.record.metrics).toEqual({ psnr: 30 });
});

test('a metric that failed gives way to one that did not', () => {
  const failed = { metrics: { psnr: null }, metricVersions: {}, metricErrors: { psnr: 'no' } };
  const joined = join(candidate({ ...failed, at: '2027-01-01T00:00:00Z' }), candidate(psnr(30)));
  expect(joined.record).toMatchObject({ metrics: { psnr: 30 }, metricErrors: {} });
});

test('what differs in the order of a sum alone is no conflict; more is', () => {
  expect(() => join(candidate(psnr(30)), candidate(psnr(30 + 1e-12)))).not.toThrow();
  expect(() => join(candidate(psnr(30)), candidate(psnr(30.001), 'b'))).toThrow(
    /psnr \(version 1\) is to be the same in all folders, but a says 30.*, b says 30/,
  );
  expect(() => join(candidate(psnr(30)), candidate(psnr(null)))).toThrow('psnr (version 1)');
});

test('the order of three makes no difference', () => {
  const three = [
    candidate({ ...psnr(30), at: '2026-02-01T00:00:00Z' }),
    candidate({ metrics: { ssim: 0.9 }, metricVersions: { ssim: '2' } }),
    candidate({ ...psnr(31, '2'), at: '2026-03-01T00:00:00Z' }),
  ] as const;
  const [a, b, c] = three;
  const lines = [join(a, b, c), join(join(a, b), c), join(join(c, b), a), join(join(a, c), b)];
  expect(new Set(lines.map(({ line }) => line)).size).toBe(1);
});
