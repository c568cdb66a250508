import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import { openCodec } from '#src/codecs/open-codec.js';
import { codecs } from '#src/codecs/registry.js';
import { openDataset } from '#src/datasets/dataset.js';
import { loadImageFile } from '#src/image/files/load.js';
import type { MapDefinition } from '#src/metrics/metric.js';
import { metrics } from '#src/metrics/registry.js';
import { bitstreamFile, keepBitstream, keepMap, mapFile } from '#src/results/bitstreams.js';
import { type Display, openDisplay } from '#src/sweeps/display/display.js';
import { picture } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

let display: Display;

beforeEach(() => {
  vi.stubEnv('PARETO_CACHE', scratch());
  onTestFinished(() => void vi.unstubAllEnvs());
  display = openDisplay({ timeLimitSeconds: 60 });
});
afterEach(() => display.close());

/** Codes a picture and keeps the bitstream in the cache. */
async function keep(id: string) {
  const codec = await codecs.load(id);
  const settings = resolveSettings(id, codec.params, {});
  const open = await openCodec(codec, settings);
  const { input } = open.prepare({ picture: picture(40, 30), file: null });
  const { value: bytes } = await open.encode(input);
  await open.close();
  const sha256 = hash('sha256', bytes);
  await keepBitstream(sha256, bytes);
  return { codec: id, settings, sha256, bytes };
}

describe('a display', () => {
  test('shows what browsers take as it is', async () => {
    const kept = await keep('png');
    expect(display.has(kept.sha256)).toBe(true);
    expect(await display.show(kept)).toEqual({
      path: bitstreamFile(kept.sha256),
      ...{ extension: 'png', bytes: kept.bytes.length, decodedBy: null },
    });
  });

  test('decodes the rest, once, and makes thumbnails of all', async () => {
    const kept = await keep('qoi');
    const shown = await display.show(kept);
    expect(shown).toMatchObject({ extension: 'png', decodedBy: expect.stringMatching(/ /) });
    expect(readFileSync(shown.path)).toHaveLength(shown.bytes);
    expect((await loadImageFile(shown.path)).data).toEqual(picture(40, 30).data);
    expect(await display.show(kept)).toEqual(shown);
    const small = await display.thumbnail(shown);
    expect(small).toMatchObject({ extension: 'webp', decodedBy: null });
    expect(readFileSync(small.path)).toHaveLength(small.bytes);
  });

  test('says why it shows nothing', async () => {
    const none = { codec: 'png', settings: {}, sha256: '0'.repeat(64) };
    expect(display.has(none.sha256)).toBe(false);
    await expect(display.show(none)).rejects.toMatchObject({ code: 'not-in-cache' });
    const kept = await keep('qoi');
    await expect(display.show({ ...kept, codec: 'gone' })).rejects.toMatchObject({
      code: 'codec-unavailable',
    });
  });

  test('shows originals of data sets that the project knows, whole or their centres', async () => {
    const { images } = await openDataset('sample', { images: ['beach'] });
    const image = { dataset: 'sample', sha256: images[0]!.sha256, crop: null };
    const original = await display.original(image);
    const centre = await display.original({ ...image, crop: '16x8' });
    expect((await loadImageFile(original!.path)).data).toEqual(
      (await loadImageFile(images[0]!.path)).data,
    );
    expect(await loadImageFile(centre!.path)).toMatchObject({ width: 16, height: 8 });
    expect(await display.original({ ...image, dataset: 'photos' })).toBeNull();
  });

  test('finds error maps of known metrics that are in the cache, with what they mean', async () => {
    const mine: MapDefinition = { meaning: 'mean error of a pixel', full: 0.25 };
    const image = { dataset: 'sample', sha256: 'a'.repeat(64), crop: '8x8' };
    const bitstreamSha256 = 'b'.repeat(64);
    const name = (metric: string) => ({
      ...{ bitstreamSha256, imageSha256: image.sha256, crop: image.crop, metric },
    });
    for (const metric of ['psnr', 'mine']) await keepMap(name(metric), new Uint8Array(5));
    const wanted = ['ssim', 'mine', 'psnr', '../psnr'];
    const { map } = await metrics.load('psnr');
    const found = (metric: string, known: MapDefinition) => ({
      ...{ metric, path: mapFile(name(metric)), bytes: 5, ...known },
    });
    expect(await display.maps(bitstreamSha256, image, wanted)).toEqual([found('psnr', map!)]);
    const knowing = openDisplay({ ownMaps: new Map([['mine', mine]]) });
    expect(await knowing.maps(bitstreamSha256, image, wanted)).toEqual([
      found('mine', mine),
      found('psnr', map!),
    ]);
    expect(await knowing.maps('c'.repeat(64), image, wanted)).toEqual([]);
    await knowing.close();
  });
});
