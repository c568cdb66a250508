import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { untimed } from '#src/base/clock.js';
import type { Codec } from '#src/codecs/codec.js';
import { indexCodings } from '#src/codecs/learned/codebook.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import { codecModel, imageRange } from '#src/codecs/learned/model-identity.js';
import type { ModelOpener } from '#src/codecs/learned/opener.js';
import { toPlanes } from '#src/codecs/learned/picture.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import { runNamed } from '#src/codecs/learned/tensors.js';
import { sameSamples } from '#src/image/compare.js';
import { type ModelCard, readCard } from '#src/models/card.js';
import { picture } from '../../support/photos.ts';
import { coded, sessionOf } from './coded.ts';
import {
  fixtureFolder,
  floatsOf,
  largestDifference,
  offByAtMost,
  openFixture,
  pictureOf,
  readTorch,
  wholesOf,
} from './fixture.ts';

// Small models of random weights, made by models/<id>/export.py --tiny --seed 1 out of diffusers' own
// classes, with what these give for a picture.

describe.each(['ldm-sr', 'vq-ithq', 'movq21', 'cascade'])('%s', (id) => {
  let card: ModelCard;
  let codec: Codec;
  let models: ModelOpener;
  let close: () => Promise<void>;
  const torch = readTorch(id);
  const image = pictureOf(torch);

  beforeAll(async () => {
    ({ card, codec, models, close } = await openFixture(id));
  });
  afterAll(() => close());

  test('the indices of diffusers, and its picture of them', async () => {
    const model = await models.at(1000);
    const range = imageRange(model.card, 'analysis', 'inputs');
    const known = new Map([['image', { tensor: toPlanes(image, image, range), scale: 1 }]]);
    const coefficients = await runNamed(model.analysis, known, image, null);
    const place = { rate: 1000, extent: image };
    const { groups } = await symbolsOf(model, coefficients, place);
    const theirs = torch.tensors['indices']!;
    const wanted = wholesOf(theirs);
    expect([...groups[0]!.data]).toEqual([...wanted]);
    expect(new Set(wanted).size).toBeGreaterThan(10);
    const indices = { dims: theirs.dims, data: Float32Array.from(wanted) };
    const { scale } = model.card.codec.groups[0]!;
    const answers = await runNamed(
      model.synthesis,
      new Map([['indices', { tensor: indices, scale }]]),
      image,
      null,
    );
    const planes = answers.get('image')!.tensor.data;
    expect(largestDifference(planes, floatsOf(torch.tensors['image']!))).toBeLessThan(1e-5);
  });

  test('the decoded picture is that of diffusers, whatever the coder and the coding', async () => {
    const range = imageRange(codecModel(card), 'synthesis', 'outputs');
    const reports = [];
    for (const indices of indexCodings) {
      const { decoded, report } = await coded(codec, image, { quality: 100, indices });
      expect(offByAtMost(decoded, torch.tensors['image']!, range)).toBeLessThan(0.51);
      expect(report.payloadBytes).toBeLessThan((1.001 * report.estimatedBits!) / 8 + 40);
      expect(report.parts['synthesis']!.macsPerPixel).toBeGreaterThan(0);
      reports.push(report);
    }
    const places = torch.tensors['indices']!.dims.reduce((all, side) => all * side, 1);
    expect(reports[0]!.estimatedBits).toBe(8 * places);
  });

  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [130, 70],
  ])('a picture of %i x %i there and back, by a session that did not make it', async (w, h) => {
    const small = picture(w, h);
    const session = await sessionOf(codec, { quality: 60, indices: 'adaptive' });
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

test('a file that names an entry beyond the codebook is refused', async () => {
  vi.stubEnv('PARETO_MODELS', fixtureFolder('cascade'));
  const card = await readCard(`${fixtureFolder('cascade')}card.json`);
  const codec = await createLearnedCodec(card);
  const session = await sessionOf(codec, { entropy: 'zstd' });
  const bytes = await session.encode(picture(20, 20), untimed);
  bytes[bytes.length - 5]! ^= 255;
  await expect(session.decode(bytes, untimed)).rejects.toThrow(/damaged/);
  await session.close();
  vi.unstubAllEnvs();
});
