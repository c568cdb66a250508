import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import type { Codec } from '#src/codecs/codec.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import type { ModelOpener } from '#src/codecs/learned/opener.js';
import { decodeGroups, encodeGroups, openCoder } from '#src/codecs/learned/payload.js';
import { paddedSide, toPlanes } from '#src/codecs/learned/picture.js';
import { standsFor } from '#src/codecs/learned/quantise.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import { runNamed } from '#src/codecs/learned/tensors.js';
import { emptyGroups } from '#src/codecs/learned/walk.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { createRaster } from '#src/image/raster.js';
import { loadCard } from '#src/models/catalogue.js';
import { picture } from '../../support/photos.ts';
import { coded, sessionOf } from './coded.ts';
import {
  floatsOf,
  largestDifference,
  offByAtMost,
  openFixture,
  pictureOf,
  readTorch,
  signedBytesOf,
  type TorchPicture,
} from './fixture.ts';

const torch = readTorch<TorchPicture & { readonly kept: number }>('mcucoder');

describe('MCUCoder', () => {
  let codec: Codec;
  let models: ModelOpener;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ codec, models, close } = await openFixture('mcucoder'));
  });
  afterAll(() => close());

  test('latents, symbols and what they stand for are those of the published class', async () => {
    const model = await models.at(torch.kept - 1);
    const image = pictureOf(torch);
    const { input } = model.card.codec;
    const extent = {
      width: paddedSide(image.width, input),
      height: paddedSide(image.height, input),
    };
    const planes = toPlanes(image, extent, [0, 1]);
    const known = new Map([['image', { tensor: planes, scale: 1 }]]);
    const coefficients = await runNamed(model.analysis, known, extent, null);
    const { dims, data } = coefficients.get('y')!.tensor;
    expect(dims).toEqual(torch.tensors['y']!.dims);
    expect(largestDifference(data, floatsOf(torch.tensors['y']!))).toBeLessThan(1e-5);

    // With the coefficients of PyTorch, so that no tie falls otherwise.
    const theirs = new Map([
      ['y', { tensor: { dims, data: floatsOf(torch.tensors['y']!) }, scale: 8 }],
    ]);
    const place = { rate: torch.kept - 1, extent };
    const { groups } = await symbolsOf(model, theirs, place);
    const [y] = groups;
    expect(y!.channels).toBe(torch.kept);
    const symbols = signedBytesOf(torch.tensors['symbols']!).subarray(0, y!.data.length);
    expect([...y!.data]).toEqual([...symbols]);
    expect(new Set(y!.data).size).toBeGreaterThan(30);
    const stands = standsFor(y!, 1);
    expect(stands.dims).toEqual(dims);
    expect([...stands.data]).toEqual([...floatsOf(torch.tensors['values']!)]);

    for (const id of ['huffman', 'jpegls']) {
      const coder = await openCoder(await entropyCoders.load(id));
      const options = { ...place, passes: null, arrangement: 'stacked' } as const;
      const written = await encodeGroups(model, coder, groups, options);
      const back = emptyGroups(model, extent);
      const arrangement = coder.kind === 'array' ? ('stacked' as const) : null;
      await decodeGroups(model, coder, back, { ...place, ...written, arrangement });
      expect([...back[0]!.data]).toEqual([...y!.data]);
      expect([...back[0]!.ranged!.ranges]).toEqual([...y!.ranged!.ranges]);
      const short = { ...written, distributions: written.distributions.subarray(0, 8 * 5 - 1) };
      const broken = decodeGroups(model, coder, back, { ...place, ...short, arrangement });
      await expect(broken).rejects.toThrow(/measured distributions is cut short/);
      const ranges = written.distributions.slice();
      ranges.set([0, 0, 192, 127]);
      const none = { ...place, ...written, distributions: ranges, arrangement };
      await expect(decodeGroups(model, coder, back, none)).rejects.toThrow(/y ranges from NaN/);
      await coder.session.close();
    }
  });

  test('the decoded picture is that of the published class', async () => {
    const { decoded, report } = await coded(codec, pictureOf(torch), { quality: torch.kept });
    // A latent whose tie falls otherwise moves a few samples; none does here.
    expect(offByAtMost(decoded, torch.tensors['image']!)).toBeLessThan(0.51);
    expect(report.model).toBe('mcucoder');
  });

  test('more filters cost more bytes, and a file says how many it has', async () => {
    const image = picture(128, 96);
    const sizes = [];
    for (const quality of [1, 4, 12]) {
      const { bytes, decoded } = await coded(codec, image, { quality });
      sizes.push(bytes.length);
      const other = await sessionOf(codec, { quality: 6 });
      expect(sameSamples(await other.decode(bytes, untimed), decoded)).toBe(true);
      await other.close();
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(sizes[2]).toBeGreaterThan(4 * sizes[0]!);
  });

  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [767, 513],
  ])('a picture of %i x %i there and back', async (width, height) => {
    const image = picture(width, height);
    const { decoded } = await coded(codec, image, { quality: 3 });
    expect([decoded.width, decoded.height]).toEqual([width, height]);
  });

  test('a flat picture, whose channels may have no range at all', async () => {
    const data = new Uint8Array(3 * 40 * 40).fill(99);
    const flat = createRaster({ width: 40, height: 40, channels: 3, depth: 8, data });
    const { decoded } = await coded(codec, flat, { entropy: 'rans' });
    expect(decoded.width).toBe(40);
  });

  test.each(['rans', 'webp'])('by %s the same picture', async (entropy) => {
    const image = picture(70, 50);
    const [first, second] = [await coded(codec, image), await coded(codec, image, { entropy })];
    expect(sameSamples(first.decoded, second.decoded)).toBe(true);
  });
});

test('without weights every level says what makes them', async () => {
  const codec = await createLearnedCodec(await loadCard('mcucoder'));
  expect(codec.verified).toBe('architecture');
  expect(await codec.available({ quality: 7 })).toMatch(/models export mcucoder/);
});
