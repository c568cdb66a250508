import { expect, test } from 'vitest';
import type { CollectOptions } from '#src/collect/plan.js';
import { describeBrowser } from '../support/browser.ts';
import { describeFirefox, visitByFirefox } from '../support/firefox.ts';
import { openComparison, serveBench, visitByChromium } from './support.ts';

// JPEG by the project's own kernels: each kind of chroma, both kinds of Huffman tables and qualities from
// end to end, of a colour and a grey picture with sides that fill no block.

const settings = 'chroma=4:2:0+4:2:2+4:4:0+4:4:4,optimise=true+false,quality=1+75+100';
const options: CollectOptions = {
  codecs: `jpeg:engine=wasm,${settings}`,
  ...{ dataset: 'sample', images: ['dog', 'grey'], crop: '61x45', metrics: ['psnr'] },
  ...{ measure: ['rd'], passes: 1, seed: 1, maxPixels: 2 ** 28, timeLimitSeconds: 60 },
};
const records = 2 * (1 + 4 * 2 * 3);
const compare = openComparison(options, records);

describeBrowser('JPEG by WASM in Chromium', () => {
  test('has the keys, bytes and scores of Node', async () => {
    const site = await serveBench(options);
    await visitByChromium(site.url);
    await site.written(records);
    expect(site.refused).toEqual([]);
    await compare(site.out);
  });
});

describeFirefox('JPEG by WASM in Firefox', () => {
  test('has the keys, bytes and scores of Node', async () => {
    const site = await serveBench(options);
    visitByFirefox(site.url);
    await site.written(records);
    expect(site.refused).toEqual([]);
    await compare(site.out);
  });
});
