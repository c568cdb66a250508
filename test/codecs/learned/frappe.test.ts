import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import type { Codec } from '#src/codecs/codec.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import { codecModel } from '#src/codecs/learned/model-identity.js';
import type { ModelOpener } from '#src/codecs/learned/opener.js';
import { decodeGroups, encodeGroups, openCoder } from '#src/codecs/learned/payload.js';
import { paddedSide, toPlanes } from '#src/codecs/learned/picture.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import { runNamed } from '#src/codecs/learned/tensors.js';
import { emptyGroups } from '#src/codecs/learned/walk.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
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
} from './fixture.ts';

const torch = readTorch('frappe');

describe('FRAPPE', () => {
  let codec: Codec;
  let models: ModelOpener;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ codec, models, close } = await openFixture('frappe'));
  });
  afterAll(() => close());

  test.each([
    [0, 1, ['s32']],
    [1, 3, ['s32', 's8']],
    [2, 5, ['s32', 's8', 's4', 's2']],
  ])('level %i, of %i channels, is the published class', async (rate, quality, ids) => {
    const model = await models.at(rate);
    expect(model.card.codec.groups.map(({ id }) => id)).toEqual(ids);
    const image = pictureOf(torch);
    const { input } = model.card.codec;
    const extent = {
      width: paddedSide(image.width, input),
      height: paddedSide(image.height, input),
    };
    const planes = toPlanes(image, extent, [-1, 1]);
    const known = new Map([['image', { tensor: planes, scale: 1 }]]);
    const coefficients = await runNamed(model.analysis, known, extent, null);
    const place = { rate, extent };
    const { groups } = await symbolsOf(model, coefficients, place);
    for (const group of groups) {
      const name = `${quality}.${group.id}`;
      const { dims, data } = coefficients.get(group.id)!.tensor;
      expect(dims).toEqual(torch.tensors[name]!.dims);
      expect(largestDifference(data, floatsOf(torch.tensors[name]!))).toBeLessThan(1e-5);
      expect([...group.data]).toEqual([...signedBytesOf(torch.tensors[`${name}.symbols`]!)]);
    }
    const { decoded, report } = await coded(codec, image, { quality });
    expect(offByAtMost(decoded, torch.tensors[`${quality}.image`]!, [-1, 1])).toBeLessThan(0.51);
    expect(report.coder).toBe('jpegls');

    const arrangement = 'stacked' as const;
    for (const id of ['jpegls', 'rans']) {
      const coder = await openCoder(await entropyCoders.load(id));
      const written = await encodeGroups(model, coder, groups, {
        ...place,
        passes: null,
        arrangement,
      });
      const back = emptyGroups(model, extent);
      const used = coder.kind === 'array' ? arrangement : null;
      await decodeGroups(model, coder, back, { ...place, ...written, arrangement: used });
      expect(back.map(({ data }) => [...data])).toEqual(groups.map(({ data }) => [...data]));
      await coder.session.close();
    }
  });

  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [767, 513],
  ])(
    'a picture of %i x %i there and back, by a session of another level',
    async (width, height) => {
      const image = picture(width, height);
      const { bytes, decoded } = await coded(codec, image, { quality: 3, entropy: 'rans' });
      const other = await sessionOf(codec, { quality: 5 });
      expect(sameSamples(await other.decode(bytes, untimed), decoded)).toBe(true);
      await other.close();
      expect([decoded.width, decoded.height]).toEqual([width, height]);
    },
  );
});

test('the card has 21 levels; without weights each says what makes them', async () => {
  const card = codecModel(await loadCard('frappe'));
  const { rate, groups } = card.codec;
  const levels = 'levels' in rate ? rate.levels : [];
  const counts = levels.map(({ channels }) =>
    groups.reduce((sum, { id }) => sum + channels[id]!, 0),
  );
  expect(counts).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
  const codec = await createLearnedCodec(card);
  expect(await codec.available({ quality: 7 })).toMatch(/quality 7 .*models export frappe/);
});
