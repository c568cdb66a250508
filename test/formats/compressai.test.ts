import { expect, test } from 'vitest';
import { compressaiFiles } from '#src/formats/compressai.js';
import { timesOn } from '#src/formats/image-seconds.js';
import type { RdRecord } from '#src/results/record.js';
import { rdOf, timingOf } from '../support/records.ts';

const noTimes = timesOn([], null);

function point(quality: number, image: string, metrics: Record<string, number | null>): RdRecord {
  const spec = `webp:effort=6,quality=${quality}`;
  const settings = { effort: 6, quality };
  return rdOf({ spec, image, settings, knob: 'quality', bpp: quality / 10, metrics });
}

test('a curve is a file of lists over its points, from the lowest rate on', () => {
  const [group] = compressaiFiles(
    [
      point(60, 'a', { psnr: 40, 'ms-ssim': 0.98, ssimulacra2: 80 }),
      point(60, 'b', { psnr: 42, 'ms-ssim': 0.96, ssimulacra2: 70 }),
      point(30, 'a', { psnr: 30, 'ms-ssim': 0.9, ssimulacra2: 40 }),
      point(30, 'b', { psnr: 33, 'ms-ssim': 0.8, ssimulacra2: 41 }),
    ],
    noTimes,
  );
  expect(group?.title).toBe('set');
  const [file] = group!.files;
  expect(file?.leftOut).toEqual([]);
  expect(file?.content).toMatchObject({
    name: 'webp:effort=6',
    description: 'webp:effort=6, libwebp 1.0, means over 2 images',
    meta: { dataset: 'set', images: 2, knob: { name: 'quality', values: [30, 60] } },
  });
  const { results } = file!.content!;
  expect(Object.keys(results)).toEqual(['bpp', 'ms-ssim-rgb', 'psnr-rgb', 'ssimulacra2']);
  expect(results).toMatchObject({ bpp: [3, 6], 'psnr-rgb': [31.5, 41], ssimulacra2: [40.5, 75] });
  // Means of what lies between 0 and 1, not of decibels: their plots take the logarithm.
  expect(results['ms-ssim-rgb']).toEqual([expect.closeTo(0.85), expect.closeTo(0.97)]);
});

test('their programs know no missing value: incomplete points and exact ones are left out, and told', () => {
  const [group] = compressaiFiles(
    [
      point(30, 'a', { psnr: 30 }),
      point(30, 'b', { psnr: 33 }),
      point(60, 'a', { psnr: 40 }),
      point(60, 'b', { psnr: 42 }),
      point(90, 'a', { psnr: 50 }),
      point(95, 'a', { psnr: 60 }),
      point(95, 'b', { psnr: null }),
      rdOf({ spec: 'png', image: 'a', metrics: { psnr: null } }),
      rdOf({ spec: 'png', image: 'b', metrics: { psnr: null } }),
    ],
    noTimes,
  );
  const [png, webp] = group!.files;
  expect(png?.content?.results).toEqual({ bpp: [4] });
  expect(png?.leftOut).toEqual(['psnr of png: most points have no finite mean']);
  expect(webp?.content?.results).toEqual({ bpp: [3, 6], 'psnr-rgb': [31.5, 41] });
  expect(webp?.leftOut).toEqual([
    'webp:effort=6,quality=90: it has 1 of 2 images',
    'webp:effort=6,quality=95: it lacks a value that most points have',
  ]);
});

test('times are means over images of the median of each, of the machine that is named', () => {
  const settings = { effort: 6, quality: 30 };
  const timed = (image: string, encode: number[], testbed = 'bench') =>
    timingOf({ spec: 'webp:effort=6,quality=30', image, settings, testbed, encode, decode: [1] });
  const times = timesOn(
    [timed('a', [1, 2, 9]), timed('b', [4]), timed('b', [400], 'other')],
    'bench',
  );
  const records = [point(30, 'a', { psnr: 30 }), point(30, 'b', { psnr: 33 })];
  expect(compressaiFiles(records, times)[0]?.files[0]?.content?.results).toMatchObject({
    encoding_time: [3],
    decoding_time: [1],
  });
  const cropped = records.map((record) => ({ ...record, crop: '512x512' }));
  expect(compressaiFiles(cropped, times)[0]?.files[0]?.content?.results).toEqual({
    bpp: [3],
    'psnr-rgb': [31.5],
  });
});
