import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sharp } from '#src/image/files/sharp.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { pixelmatch } from '#src/metrics/pixelmatch.js';
import { psnr, psnrY } from '#src/metrics/psnr.js';
import { ssim } from '#src/metrics/ssim/ssim.js';
import { ssimjs } from '#src/metrics/ssimjs.js';
import { scoreOf } from '../support/score.ts';
import { describeShared, shared } from '../support/shared.js';
import { mapSamples, picture, type Recipe } from './pictures.js';

const fixture = z
  .object({
    cases: z.array(
      z.object({
        width: z.number(),
        height: z.number(),
        channels: z.literal([1, 3]),
        depth: z.literal([8, 16]),
        seed: z.number(),
        noise: z.number(),
        sum: z.number(),
        ssim: z.number(),
        psnr: z.number(),
      }),
    ),
  })
  .parse(
    JSON.parse(await readFile(new URL('../fixtures/ssim_skimage.json', import.meta.url), 'utf8')),
  );

const rgb: Recipe = { width: 24, height: 18, channels: 3, depth: 8, seed: 3 };

describe('by scikit-image', () => {
  test.each(fixture.cases)(
    '$width x $height x $channels, $depth bit, noise $noise',
    async ({ noise, sum, ...made }) => {
      const decoded = picture(made, noise);
      expect(Array.from(decoded.data).reduce((total, value) => total + value, 0)).toBe(sum);
      expect(await scoreOf(ssim, picture(made), decoded)).toBeCloseTo(made.ssim, 7);
      expect(await scoreOf(psnr, picture(made), decoded)).toBeCloseTo(made.psnr, 9);
    },
  );
});

describe('by hand', () => {
  test('an error of 1 in every sample is 20 log10(255) dB, of luma as of RGB', async () => {
    const image = picture(rgb);
    const brighter = mapSamples(image, (value) => value + 1);
    expect(await scoreOf(psnr, image, brighter)).toBeCloseTo(48.1308036086791, 10);
    expect(await scoreOf(psnrY, image, brighter)).toBeCloseTo(48.1308036086791, 10);
  });

  test('an error of 10 in blue alone: MSE 100 / 3, and (0.114 * 10)² in luma', async () => {
    const image = picture(rgb);
    const bluer = mapSamples(image, (value, i) => (i % 3 === 2 ? value + 10 : value));
    expect(await scoreOf(psnr, image, bluer)).toBeCloseTo(
      10 * Math.log10((255 ** 2 * 3) / 100),
      10,
    );
    expect(await scoreOf(psnrY, image, bluer)).toBeCloseTo(20 * Math.log10(255 / 1.14), 10);
  });

  test('two flat pictures: SSIM is its luminance term', async () => {
    const flat = (value: number): Raster => mapSamples(picture(rgb), () => value);
    const c1 = (0.01 * 255) ** 2;
    const expected = (2 * 100 * 150 + c1) / (100 ** 2 + 150 ** 2 + c1);
    expect(await scoreOf(ssim, flat(100), flat(150))).toBeCloseTo(expected, 7);
  });

  test('pixelmatch counts the pixels above its threshold and none below', async () => {
    const black = mapSamples(picture(rgb), () => 0);
    const half = mapSamples(black, (_value, i) => ((i / 3) % 24 < 12 ? 255 : 0));
    expect(await scoreOf(pixelmatch, black, half)).toBe(0.5);
    expect(
      await scoreOf(
        pixelmatch,
        black,
        mapSamples(black, () => 20),
      ),
    ).toBe(0);
  });

  test('ssim.js thins a picture of 512 by 2 and so is blind to what a box of 2x2 removes', async () => {
    const large: Recipe = { width: 512, height: 512, channels: 1, depth: 8, seed: 1 };
    const flat = mapSamples(picture(large), () => 128);
    const chequered = mapSamples(flat, (_value, i) =>
      (i + Math.floor(i / 512)) % 2 === 0 ? 138 : 118,
    );
    expect(await scoreOf(ssimjs, flat, chequered)).toBeGreaterThan(0.999);
    expect(await scoreOf(ssim, flat, chequered)).toBeLessThan(0.5);
  });
});

const expectedPairs = z.object({
  pairs: z.array(
    z.object({
      ref: z.string(),
      dist: z.string(),
      computed: z.object({
        skimage: z.object({
          psnr_rgb: z.number(),
          'ssim_rgb_mean_gauss_sigma1.5_11x11_valid': z.number(),
        }),
      }),
    }),
  ),
  gray: z.array(
    z.object({
      ref: z.string(),
      dist: z.string(),
      published: z.object({ psnr_IPOL: z.number(), ssim_IPOL_gauss: z.number() }),
      computed: z.object({ skimage_ssim_gauss: z.number(), psnr: z.number() }),
    }),
  ),
});

describeShared('pairs of the shared test data', () => {
  const read = async (file: string): Promise<Raster> => {
    const { data, info } = await sharp(shared('metrics', file))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return createRaster({ width, height, channels, depth: 8, data: new Uint8Array(data) });
  };
  const expected = async () =>
    expectedPairs.parse(JSON.parse(await readFile(shared('metrics', 'expected.json'), 'utf8')));

  test('colour: PSNR and SSIM by scikit-image', async () => {
    for (const { ref, dist, computed } of (await expected()).pairs) {
      const [reference, decoded] = [await read(ref), await read(dist)];
      const { psnr_rgb, ...others } = computed.skimage;
      expect(await scoreOf(psnr, reference, decoded)).toBeCloseTo(psnr_rgb, 9);
      expect(await scoreOf(ssim, reference, decoded)).toBeCloseTo(
        others['ssim_rgb_mean_gauss_sigma1.5_11x11_valid'],
        7,
      );
    }
  });

  test('grey: by scikit-image, and as published by IPOL', async () => {
    for (const { ref, dist, published, computed } of (await expected()).gray) {
      const [reference, decoded] = [await read(ref), await read(dist)];
      const similarity = await scoreOf(ssim, reference, decoded);
      expect(similarity).toBeCloseTo(computed.skimage_ssim_gauss, 7);
      expect(similarity).toBeCloseTo(published.ssim_IPOL_gauss, 3);
      const decibels = await scoreOf(psnr, reference, decoded);
      expect(decibels).toBeCloseTo(computed.psnr, 9);
      expect(decibels).toBeCloseTo(published.psnr_IPOL, 4);
    }
  });
});
