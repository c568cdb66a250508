import { expect, test } from 'vitest';
import { sha256 } from '#platform/base/sha256.js';
import { pageCodecs } from '#src/codecs/browser/page-registry.js';
import { loadPicture } from '#src/codecs/decode.js';
import { openCodec } from '#src/codecs/open-codec.js';
import { type CollectOptions, planCollect } from '#src/collect/plan.js';
import { score } from '#src/metrics/browser.js';
import { loadOriginal } from '#src/sweeps/original.js';
import { describeBrowser } from '../support/browser.ts';
import { describeFirefox, visitByFirefox } from '../support/firefox.ts';
import { ratesIn, serveBench, visitByChromium } from './support.ts';

// sprig by onnxruntime-web in a page: bytes and scores are those of the same engine in Node. What differs
// from sprig by onnxruntime-node, test/codecs/browser/sprig.test.ts names.

const options: CollectOptions = {
  codecs: 'sprig:quality=30+70,sprig:entropy=arith,quality=50',
  metrics: ['psnr', 'ssimulacra2'],
  ...{ crop: '160x112', dataset: 'sample', limit: 2, measure: ['rd'], passes: 1, seed: 1 },
  ...{ maxPixels: 2 ** 28, timeLimitSeconds: 200 },
};
const records = 2 * 4;

/** Bytes, digest and scores by the codec and the image, made here. */
async function inNode(): Promise<Map<string, object>> {
  const { job, images, configurations } = await planCollect(options);
  const codec = await pageCodecs.load('sprig');
  const found = new Map<string, object>();
  for (const { sha256: image, path } of images) {
    const place = { sha256: image, path, dataset: job.dataset };
    const { crop, maxPixels } = job;
    const how = { crop, maxPixels, lenient: false };
    const { picture } = await loadOriginal(place, how, loadPicture);
    for (const { spec, settings } of configurations.filter((each) => each.codec === 'sprig')) {
      const open = await openCodec(codec, settings, { maxPixels });
      const prepared = open.prepare({ picture, file: null });
      const { value: bytes } = await open.encode(prepared.input);
      const decoded = open.check(prepared, (await open.decode(bytes)).value);
      await open.close();
      const { psnr, ssimulacra2 } = await score(picture, decoded, ['psnr', 'ssimulacra2']);
      found.set(`${spec} ${image}`, {
        ...{ error: null, bytes: bytes.length, bitstreamSha256: sha256(bytes) },
        metrics: { psnr, ssimulacra2 },
      });
    }
  }
  return found;
}

let expected: ReturnType<typeof inNode> | undefined;

async function compare(out: string): Promise<void> {
  expected ??= inNode();
  const found = new Map(
    [...ratesIn(out).values()]
      .filter(({ codec }) => codec === 'sprig')
      .map(({ spec, imageSha256, error, bytes, bitstreamSha256, metrics }) => [
        `${spec} ${imageSha256}`,
        { error, bytes, bitstreamSha256, metrics },
      ]),
  );
  expect(found.size).toBe(6);
  expect(found).toEqual(await expected);
}

describeBrowser('sprig in Chromium', () => {
  test('makes the bytes and scores of Node', { timeout: 600_000 }, async () => {
    const site = await serveBench(options);
    const browser = await visitByChromium(site.url);
    await site.written(records);
    await browser.close();
    expect(site.refused).toEqual([]);
    await compare(site.out);
  });
});

describeFirefox('sprig in Firefox', () => {
  test('makes the bytes and scores of Node', { timeout: 600_000 }, async () => {
    const site = await serveBench(options);
    visitByFirefox(site.url);
    await site.written(records);
    expect(site.refused).toEqual([]);
    await compare(site.out);
  });
});
