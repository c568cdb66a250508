import { expect, test } from 'vitest';
import { comparison, curveSpeed, frontMark, reference } from '#src/leaderboard/curve-schema.js';

const source = { testbed: 'bench', crop: null, threads: 1 };

test('a comparison without a figure says null, and does not leave it out', () => {
  const none = {
    ...{ metric: 'psnr', percent: null, overlap: null, reason: 'no overlap', distortion: null },
    ...{ images: null, times: [], matched: null },
  };
  expect(comparison.parse(none)).toEqual(none);
  const { percent: _, ...lacking } = none;
  expect(comparison.safeParse(lacking).success).toBe(false);
  const images = { low: -2, high: 1, percent: -0.5, n: 2, of: 3 };
  expect(comparison.safeParse({ ...none, images }).success).toBe(true);
  expect(comparison.safeParse({ ...none, images: { ...images, n: 1.5 } }).success).toBe(false);
});

test('a published curve is compared by rates alone, image by image where these are there', () => {
  const rates = { percent: 1, overlap: 1, reason: null, distortion: null };
  const parsed = reference.parse({
    ...{ label: 'VTM', source: 'paper', file: 'vtm.json', sha256: '00' },
    points: [{ bpp: 1, metrics: { psnr: null }, encodeSeconds: null, decodeSeconds: 2 }],
    comparisons: [{ metric: 'psnr', ...rates, images: null, matched: null, times: [] }],
  });
  expect(parsed.comparisons).toEqual([{ metric: 'psnr', ...rates, images: null }]);
});

test('times are of one thread or more', () => {
  const speed = {
    ...{ ...source, timed: 0, peakBytes: null },
    ...{ encodeMegapixelsPerSecond: null, decodeMegapixelsPerSecond: null },
    ...{ encodeNormalised: null, decodeNormalised: null },
  };
  expect(curveSpeed.safeParse(speed).success).toBe(true);
  expect(curveSpeed.safeParse({ ...speed, threads: 0 }).success).toBe(false);
});

test('a mark that cannot be told is null', () => {
  const mark = {
    ...{ ...source, metric: 'psnr', at: 35, bpp: null, peakBytes: null },
    ...{ encodeMegapixelsPerSecond: null, decodeMegapixelsPerSecond: null },
    ...{ all: null, rateEncode: null, rateDecode: true },
  };
  expect(frontMark.parse(mark)).toEqual(mark);
  expect(frontMark.safeParse({ ...mark, all: 'yes' }).success).toBe(false);
});
