import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Codec } from '#src/codecs/codec.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import type { ModelOpener } from '#src/codecs/learned/opener.js';
import { decodeGroups, encodeGroups, openCoder } from '#src/codecs/learned/payload.js';
import { toPlanes } from '#src/codecs/learned/picture.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import { runNamed } from '#src/codecs/learned/tensors.js';
import { emptyGroups } from '#src/codecs/learned/walk.js';
import { arrange } from '#src/entropy/arrangements/arrange.js';
import { openJpegls } from '#src/entropy/coders/jpegls.js';
import { openSharpLibrary } from '#src/entropy/coders/sharp.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { loadCard } from '#src/models/catalogue.js';
import { picture } from '../../support/photos.ts';
import { coded } from './coded.ts';
import {
  fixtureFolder,
  floatsOf,
  largestDifference,
  offByAtMost,
  openFixture,
  pictureOf,
  readTorch,
  signedBytesOf,
  type TorchPicture,
} from './fixture.ts';

interface Torch extends TorchPicture {
  /** Upstream's own files of its sheet, in base64. */
  readonly sheets: { readonly webp: string; readonly jpegls: string };
}

describe.each([
  ['walloc', 0.5, 'webp'],
  ['liveaction', 1, 'jpegls'],
] as const)('%s', (id, most, entropy) => {
  const torch = readTorch<Torch>(id);
  const folder = fixtureFolder(id);
  let codec: Codec;
  let models: ModelOpener;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ codec, models, close } = await openFixture(id));
  });
  afterAll(() => close());

  /** The groups of the picture, with the symbols of PyTorch. */
  const groupsOf = async () => {
    const model = await models.at(1000);
    const image = pictureOf(torch);
    const extent = { width: image.width, height: image.height };
    const planes = toPlanes(image, extent, [-most, most]);
    const known = new Map([['image', { tensor: planes, scale: 1 }]]);
    const coefficients = await runNamed(model.analysis, known, extent, null);
    const place = { rate: 1000, extent };
    const { groups } = await symbolsOf(model, coefficients, place);
    return { model, groups, place, y: coefficients.get('y')!.tensor };
  };

  test('latents and symbols are those of its own class', async () => {
    const { y, groups } = await groupsOf();
    expect(y.dims).toEqual(torch.tensors['y']!.dims);
    expect(largestDifference(y.data, floatsOf(torch.tensors['y']!))).toBeLessThan(1e-5);
    expect([...groups[0]!.data]).toEqual([...signedBytesOf(torch.tensors['symbols']!)]);
    expect(new Set(groups[0]!.data).size).toBeGreaterThan(50);
  });

  test('the sheet is that of its own package, pixel for pixel', async () => {
    const { groups } = await groupsOf();
    const [sheet] = arrange(groups, 'strided');
    const { channels, height, width, data } = sheet!;
    expect(channels).toBe(3);
    const plane = height * width;
    const ours = Uint8Array.from({ length: data.length }, (_, i) => {
      return data[(i % 3) * plane + Math.floor(i / 3)]! + 128;
    });
    const libraries = {
      webp: await openSharpLibrary('webp', (image) => image.webp({ lossless: true })),
      jpegls: await openJpegls(),
    };
    for (const name of ['webp', 'jpegls'] as const) {
      const file = Uint8Array.from(Buffer.from(torch.sheets[name], 'base64'));
      const theirs = await libraries[name].decode(file, { width, height });
      expect([theirs.width, theirs.height, theirs.channels]).toEqual([width, height, 3]);
      expect([...theirs.data]).toEqual([...ours]);
      await libraries[name].close();
    }
  });

  test.each([entropy, 'rans'])('bytes by %s give back the very latents', async (name) => {
    const { model, groups, place } = await groupsOf();
    const coder = await openCoder(await entropyCoders.load(name));
    const arrangement = 'strided' as const;
    const written = await encodeGroups(model, coder, groups, {
      ...place,
      passes: null,
      arrangement,
    });
    const back = emptyGroups(model, place.extent);
    const used = coder.kind === 'array' ? arrangement : null;
    await decodeGroups(model, coder, back, { ...place, ...written, arrangement: used });
    expect([...back[0]!.data]).toEqual([...groups[0]!.data]);
    await coder.session.close();
    // No longer than upstream's own file of the sheet.
    if (name !== entropy) return;
    const theirs = Buffer.from(torch.sheets[entropy], 'base64').length;
    expect(written.payload.length).toBeLessThan(theirs + 64);
  });

  test('the decoded picture is that of its own class; the sheet is the default', async () => {
    const { decoded, report, bytes } = await coded(codec, pictureOf(torch), { quality: 100 });
    expect(offByAtMost(decoded, torch.tensors['image']!, [-most, most])).toBeLessThan(0.51);
    expect([report.model, report.coder]).toEqual([id, entropy]);
    expect(Object.keys(report.parts)).toEqual(['analysis', 'synthesis']);
    const told = await coded(codec, pictureOf(torch), { quality: 100, arrangement: 'strided' });
    expect(Buffer.compare(bytes, told.bytes)).toBe(0);
    const other = await coded(codec, pictureOf(torch), { quality: 100, arrangement: 'stacked' });
    expect(sameSamples(other.decoded, decoded)).toBe(true);
    expect(other.bytes.length).not.toBe(bytes.length);
  });

  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [767, 513],
  ])('a picture of %i x %i there and back', async (width, height) => {
    const { decoded } = await coded(codec, picture(width, height), { quality: 16 });
    expect([decoded.width, decoded.height]).toEqual([width, height]);
  });

  test('without weights it says what makes them', async () => {
    vi.stubEnv('PARETO_MODELS', '');
    const none = await createLearnedCodec(await loadCard(id));
    expect(none.verified).toBe('architecture');
    expect(await none.available({ quality: 36 })).toMatch(`models export ${id}`);
    vi.stubEnv('PARETO_MODELS', folder);
  });
});
