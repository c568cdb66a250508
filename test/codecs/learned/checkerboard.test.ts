import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import type { Codec } from '#src/codecs/codec.js';
import type { ModelOpener } from '#src/codecs/learned/opener.js';
import { encodeGroups, estimateBits, openCoder } from '#src/codecs/learned/payload.js';
import { paddedSide, toPlanes } from '#src/codecs/learned/picture.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import { runNamed } from '#src/codecs/learned/tensors.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { picture } from '../../support/photos.ts';
import { coded, sessionOf } from './coded.ts';
import {
  floatsOf,
  largestDifference,
  offByAtMost,
  openFixture,
  pictureOf,
  readTorch,
  type TorchPicture,
  wholesOf,
} from './fixture.ts';

// Small models of random weights, made by models/<id>/export.py --tiny --seed 1 out of CompressAI's own
// classes, with what PyTorch gives for a picture and the length of CompressAI's own streams.

interface Torch extends TorchPicture {
  readonly streamBytes: number;
}

describe.each(['cheng2020-anchor-checkerboard', 'elic2022-official'])('%s', (id) => {
  let codec: Codec;
  let models: ModelOpener;
  let close: () => Promise<void>;
  const torch = readTorch<Torch>(id);
  const image = pictureOf(torch);

  beforeAll(async () => {
    ({ codec, models, close } = await openFixture(id));
  });
  afterAll(() => close());

  test('the latents of CompressAI, in as many bytes', async () => {
    const model = await models.at(0);
    const { input } = model.card.codec;
    const extent = {
      width: paddedSide(image.width, input),
      height: paddedSide(image.height, input),
    };
    const known = new Map([['image', { tensor: toPlanes(image, extent, [0, 1]), scale: 1 }]]);
    const coefficients = await runNamed(model.analysis, known, extent, null);
    const latents = (of: readonly { data: ArrayLike<number> }[]) =>
      of.flatMap(({ data }) => Array.from(data));
    const place = { rate: 0, extent };
    const { groups, passes } = await symbolsOf(model, coefficients, place);
    const slices = groups.slice(0, -1);
    const given = slices.map((group) => coefficients.get(group.id)!.tensor);
    expect(largestDifference(latents(given), floatsOf(torch.tensors['y']!))).toBeLessThan(1e-5);
    const theirs = torch.tensors['zSymbols']!;
    const symbols = wholesOf(theirs);
    expect([...groups.at(-1)!.data]).toEqual([...symbols]);
    const stands = latents(slices.map(({ values }) => ({ data: values! })));
    expect(largestDifference(stands, floatsOf(torch.tensors['yHat']!))).toBeLessThan(1e-5);
    expect(new Set(latents(slices)).size).toBeGreaterThan(5);

    const rans = await openCoder(await entropyCoders.load('rans'));
    const options = { ...place, passes, arrangement: 'stacked' } as const;
    const { payload } = await encodeGroups(model, rans, groups, options);
    await rans.session.close();
    expect(payload.length).toBeLessThan(1.005 * torch.streamBytes + 64);
    expect(payload.length).toBeGreaterThan(0.995 * torch.streamBytes - 64);
    const bits = await estimateBits(model, groups, { ...place, passes: null });
    expect(payload.length).toBeLessThan(1.001 * (bits / 8) + 40);
  });

  test('the decoded picture is that of CompressAI', async () => {
    const { decoded, report } = await coded(codec, image);
    expect(offByAtMost(decoded, torch.tensors['image']!)).toBeLessThan(0.51);
    expect(report.estimatedBits).toBeLessThanOrEqual(8 * report.payloadBytes);
    expect(report.parts['hyper']!.macsPerPixel).toBeGreaterThan(0);
  });

  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [140, 70],
  ])('a picture of %i x %i there and back, by a session that did not make it', async (w, h) => {
    const small = picture(w, h);
    const session = await sessionOf(codec);
    const bytes = await session.encode(small, untimed);
    const here = await session.decode(bytes, untimed);
    await session.close();
    const other = await sessionOf(codec);
    const there = await other.decode(bytes, untimed);
    await other.close();
    expect([there.width, there.height]).toEqual([w, h]);
    expect(sameSamples(there, here)).toBe(true);
  });
});
