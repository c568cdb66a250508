import { expect, test } from 'vitest';
import { optimizeText } from '#src/cli/optimize-output.js';
import type { FileReport } from '#src/optimize/optimize-files.js';

const file: FileReport = {
  ...{
    input: 'a.jpg',
    output: 'out/a.jpg',
    error: null,
    code: null,
    format: 'jpeg',
    method: 'mozjpeg',
  },
  ...{ originalBytes: 1000, optimizedBytes: 600, reductionPercent: 40, quality: 60, encodes: 1 },
  ...{ score: { metric: 'psnr', version: '1', value: 38.123 }, reached: true },
};
const text = (...files: FileReport[]) => optimizeText({ files, passedOver: 0, interrupted: false });

test('a file is a row', () => {
  expect(text(file)).toMatch(/out\/a\.jpg +600 +1000 +40\.0 % +mozjpeg +60 +psnr 38\.12 +1/);
});

test('several files have a sum', () => {
  expect(text(file, file)).toContain('2 files: 1200 bytes in place of 2000, 40.0 % saved');
});

test('what is unchanged, exact, missed or failed is told', () => {
  expect(text({ ...file, method: 'none' })).toContain('unchanged');
  expect(text({ ...file, score: { metric: 'psnr', version: '1', value: null } })).toContain(
    'exact',
  );
  expect(text({ ...file, reached: false })).toContain('out/a.jpg: the target was not met');
  const failed = { input: 'b.jpg', output: null, error: 'b.jpg is broken', code: null };
  expect(text(failed)).toBe('failed: b.jpg is broken');
  expect(text({ ...failed, error: 'too many', code: 'too-many-pixels' })).toBe(
    'failed: too many (--max-pixels)',
  );
  // Damaged files are refused whatever the flags.
  expect(text({ ...failed, code: 'damaged-image' })).toBe('failed: b.jpg is broken');
});
