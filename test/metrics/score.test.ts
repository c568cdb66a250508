import { expect, test } from 'vitest';
import { createRaster } from '#src/image/raster.js';
import { psnr } from '#src/metrics/psnr.js';
import { score, scoreEach } from '#src/metrics/score.js';
import { mapSamples, picture } from './pictures.ts';

const original = picture({ width: 16, height: 16, channels: 3, depth: 8, seed: 1 });
const decoded = mapSamples(original, (value) => (value < 255 ? value + 1 : value - 1));
/** PSNR of pictures that differ by 1 of 255 everywhere. */
const byOne = 20 * Math.log10(255);

test('values stand under the ids of their metrics', async () => {
  const values = await score(original, decoded, ['psnr', { ...psnr, id: 'own' }]);
  expect(Object.keys(values)).toEqual(['psnr', 'own']);
  expect(values['psnr']).toBeCloseTo(byOne, 10);
  expect(await score(original, original, ['psnr'])).toEqual({ psnr: Number.POSITIVE_INFINITY });
});

test('the first metric without a value throws; one after the other, the others go on', async () => {
  const metrics = ['ms-ssim', 'psnr'] as const;
  await expect(score(original, decoded, metrics)).rejects.toThrow('161x161');
  const found = [];
  for await (const each of scoreEach(original, decoded, metrics)) found.push(each);
  expect(found.map((each) => each.score?.value ?? null)).toEqual([null, expect.closeTo(byOne, 10)]);
});

test('an unknown id is told before anything is scored', async () => {
  await expect(score(original, decoded, ['psnr', 'psrn'])).rejects.toThrow("unknown metric 'psrn'");
  const other = picture({ width: 1, height: 1, channels: 3, depth: 8, seed: 1 });
  await expect(score(original, other, ['psnr'])).rejects.toThrow('16x16 and 1x1');
});

test('alpha that is lost is told beside the values, also without any metric', async () => {
  const data = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => (i % 4 === 3 ? 128 : i % 251));
  const glass = createRaster({ width: 16, height: 16, channels: 4, depth: 8, data });
  const { alpha, psnr: value } = await score(glass, glass, ['psnr']);
  expect([alpha, value]).toEqual(['kept', Number.POSITIVE_INFINITY]);
  expect((await score(glass, original, ['psnr'])).alpha).toBe('lost');
  expect(await score(glass, original, [])).toEqual({ alpha: 'lost' });
});

test('a metric cannot have the name of what stands beside the values', async () => {
  await expect(score(original, decoded, [{ ...psnr, id: 'alpha' }])).rejects.toThrow(
    "a metric cannot be called 'alpha'",
  );
});
