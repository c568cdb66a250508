import { expect, test } from 'vitest';
import type { CollectOptions } from '#src/collect/plan.js';
import { describeBrowser } from '../support/browser.ts';
import { describeFirefox, visitByFirefox } from '../support/firefox.ts';
import { describeShared, shared } from '../support/shared.ts';
import { openComparison, serveBench, visitByChromium } from './support.ts';

// Ten codecs and six metrics on the centres of the 24 Kodak images: what a page says, byte for byte and
// digit for digit, is what Node says. There is no list of differences: none are known.

const optionsOf = (): CollectOptions => ({
  codecs:
    'qoi,png:engine=wasm,optimisation=1,jpegls:near=2,jpeg2000:ratio=20,htj2k:step=0.01,jxl:engine=jsquash,effort=3,quality=75,' +
    'webp:engine=wasm,quality=75,avif:engine=wasm,speed=9,quality=60,jpeg:engine=wasm,quality=75',
  metrics: ['psnr', 'psnr-y', 'ssim', 'ssimulacra2', 'butteraugli', 'butteraugli-p3'],
  ...{ crop: '128x128', dataset: shared('datasets', 'kodak') },
  ...{ measure: ['rd'], passes: 1, seed: 1, maxPixels: 2 ** 28, timeLimitSeconds: 200 },
});
const records = 24 * 10;

describeShared('on Kodak', () => {
  let compare: ReturnType<typeof openComparison> | undefined;

  describeBrowser('in Chromium', () => {
    test('bytes, scores and worst tiles are those of Node', { timeout: 900_000 }, async () => {
      const site = await serveBench(optionsOf());
      const browser = await visitByChromium(site.url);
      await site.written(records);
      await browser.close();
      expect(site.refused).toEqual([]);
      compare ??= openComparison(optionsOf(), records);
      await compare(site.out);
    });
  });

  describeFirefox('in Firefox', () => {
    test('bytes, scores and worst tiles are those of Node', { timeout: 900_000 }, async () => {
      const site = await serveBench(optionsOf());
      visitByFirefox(site.url);
      await site.written(records);
      expect(site.refused).toEqual([]);
      compare ??= openComparison(optionsOf(), records);
      await compare(site.out);
    });
  });
});
