import path from 'node:path';
import { expect, test } from 'vitest';
import type { CollectOptions } from '#src/collect/plan.js';
import { sweep } from '#src/sweeps/sweep.js';
import { describeBrowser, openBrowser } from '../support/browser.ts';
import { describeFirefox, visitByFirefox } from '../support/firefox.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';
import { ratesIn, serveBench } from './support.ts';

// Eight codecs and six metrics on the centres of the 24 Kodak images: what a page says, byte for byte and
// digit for digit, is what Node says. There is no list of differences: none are known.

const codecs =
  'qoi,jpegls:near=2,jpeg2000:ratio=20,htj2k:step=0.01,jxl:engine=jsquash,effort=3,quality=75,' +
  'webp:engine=wasm,quality=75,avif:engine=wasm,speed=9,quality=60';
const metrics = ['psnr', 'psnr-y', 'ssim', 'ssimulacra2', 'butteraugli', 'butteraugli-p3'];
const crop = '128x128';
const images = 24;
const configurations = 8;

const optionsOf = (): CollectOptions => ({
  ...{ codecs, metrics, crop, dataset: shared('datasets', 'kodak') },
  ...{ measure: ['rd'], passes: 1, seed: 1, maxPixels: 2 ** 28, timeLimitSeconds: 200 },
});

describeShared('on Kodak', () => {
  const here = async () => {
    const results = path.join(scratch(), 'results');
    await sweep({
      ...{ codecs, metrics, crop, dataset: shared('datasets', 'kodak') },
      ...{ measure: ['rd'], out: results },
    });
    return ratesIn(results);
  };
  let node: ReturnType<typeof here> | undefined;
  const compare = async (out: string) => {
    node ??= here();
    const [there, expected] = [ratesIn(out), await node];
    expect(expected.size).toBe(images * configurations);
    expect([...there.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [key, record] of expected) {
      expect(record.error, record.spec).toBeNull();
      expect(there.get(key), `${record.spec} on ${record.image}`).toEqual(record);
    }
  };

  describeBrowser('in Chromium', () => {
    test('bytes, scores and worst tiles are those of Node', { timeout: 900_000 }, async () => {
      const site = await serveBench(optionsOf());
      const browser = await openBrowser();
      try {
        const page = await browser.newPage();
        await page.goto(site.url);
        await site.written(images * configurations);
      } finally {
        await browser.close();
      }
      expect(site.refused).toEqual([]);
      await compare(site.out);
    });
  });

  describeFirefox('in Firefox', () => {
    test('bytes, scores and worst tiles are those of Node', { timeout: 900_000 }, async () => {
      const site = await serveBench(optionsOf());
      visitByFirefox(site.url);
      await site.written(images * configurations);
      expect(site.refused).toEqual([]);
      await compare(site.out);
    });
  });
});
