import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { codedSize } from '#src/codecs/learned/coded-size.js';
import { readLearnedFile } from '#src/codecs/learned/container.js';
import { imageRange } from '#src/codecs/learned/model-identity.js';
import { decodeGroups, namedCoder, openCoder } from '#src/codecs/learned/payload.js';
import { paddedSide, toPlanes } from '#src/codecs/learned/picture.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import { runNamed } from '#src/codecs/learned/tensors.js';
import { emptyGroups } from '#src/codecs/learned/walk.js';
import { filters } from '#src/image/filters.js';
import { resample } from '#src/image/resample.js';
import { picture } from '../../support/photos.ts';
import { sessionOf } from './coded.ts';
import { type OpenFixture, openFixture } from './fixture.ts';

// Small models of the literature at sizes that no graph was traced with: what a file holds are the very
// latents that were coded, and what decodes of it has the picture's size.

const fixtures = fileURLToPath(new URL('../../fixtures/models/', import.meta.url));
const ids = readdirSync(fixtures, { withFileTypes: true }).flatMap((each) =>
  each.isDirectory() ? [each.name] : [],
);

describe.each(ids)('%s', (id) => {
  let fixture: OpenFixture;
  beforeAll(async () => {
    fixture = await openFixture(id);
  });
  afterAll(() => fixture.close());

  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [767, 513],
  ])('%i x %i', async (width, height) => {
    const { card, codec, models } = fixture;
    const image = picture(width, height);
    const resizes = 'resize' in card.codec!.rate;
    // Attention compares all places with each other: of all pixels it takes gigabytes.
    const quality = card.codec!.attention ? 16 : 100;
    const session = await sessionOf(codec, resizes ? { quality } : {});
    const bytes = await session.encode(image, untimed);
    const decoded = await session.decode(bytes, untimed);
    await session.close();
    expect([decoded.width, decoded.height]).toEqual([width, height]);

    const file = readLearnedFile(bytes);
    const { rate } = file;
    const model = await models.at(rate);
    const { input, analysis } = model.card.codec;
    const inner = codedSize(model.card.codec, image, rate);
    const extent = {
      width: paddedSide(inner.width, input),
      height: paddedSide(inner.height, input),
    };
    const small = resizes ? resample(image, { ...inner, filter: filters['catmull-rom'] }) : image;
    const planes = toPlanes(small, extent, imageRange(model.card, analysis, 'inputs'));
    const known = new Map([['image', { tensor: planes, scale: 1 }]]);
    const coefficients = await runNamed(model.analysis, known, extent, null);
    const { groups } = await symbolsOf(model, coefficients, { rate, extent });

    const coder = await openCoder(await namedCoder(file.coder));
    const back = emptyGroups(model, extent);
    await decodeGroups(model, coder, back, { ...file, extent });
    await coder.session.close();
    for (const [at, { data, values }] of groups.entries()) {
      expect(Buffer.compare(Buffer.from(data.buffer), Buffer.from(back[at]!.data.buffer))).toBe(0);
      if (values !== null) expect(back[at]!.values).toEqual(values);
    }
    expect(back.reduce((all, { data }) => all + data.length, 0)).toBeGreaterThan(0);
  });
});
