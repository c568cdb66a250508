import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { codecs } from '#src/codecs/registry.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { readCard } from '#src/models/card.js';
import { picture } from '../../support/photos.ts';
import { coded, sessionOf } from './coded.ts';
import { type OpenFixture, openFixture } from './fixture.ts';

// The contract of the entropy view: every model by every entropy coder, in every arrangement.

const models = fileURLToPath(new URL('../../../models/', import.meta.url));
const fixtures = fileURLToPath(new URL('../../fixtures/models/', import.meta.url));
const foldersOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? [each.name] : [],
  );
/** Models that are shipped, or whose weights are the project's own, have tests of their own. */
const own = ['sprig', 'taef2', 'bmshj2018-hyperprior-pareto'];
const ids = foldersOf(fixtures);

test('every model of the literature has a small one', async () => {
  const cards = await Promise.all(
    foldersOf(models).map((id) => readCard(`${models}${id}/card.json`).catch(() => null)),
  );
  const wanted = cards.flatMap((card) => (card?.kind === 'codec' ? [card.id] : []));
  expect(wanted.length).toBeGreaterThan(15);
  expect([...ids, ...own]).toEqual(expect.arrayContaining(wanted));
  expect(codecs.names).toEqual(expect.arrayContaining(ids));
});

describe.each(ids)('%s', (id) => {
  let fixture: OpenFixture;
  beforeAll(async () => {
    fixture = await openFixture(id);
  });
  afterAll(() => fixture.close());

  test('by every entropy coder, in every arrangement, the same picture', async () => {
    const { codec } = fixture;
    const image = picture(50, 34);
    const first = await coded(codec, image);
    // What decodes by one coder decodes the others' files too.
    const reader = await sessionOf(codec);
    expect(codec.params['entropy']).toMatchObject({ values: entropyCoders.names });
    for (const entropy of entropyCoders.names) {
      const coder = await entropyCoders.load(entropy);
      expect(await coder.available()).toBe(true);
      const layouts = coder.kind === 'array' ? coder.arrangements : [null];
      for (const arrangement of layouts) {
        const given = arrangement === null ? { entropy } : { entropy, arrangement };
        const session = await sessionOf(codec, given);
        const bytes = await session.encode(image, untimed);
        const report = (await session.report?.())!;
        await session.close();
        const name = `${entropy}, ${arrangement}`;
        expect(sameSamples(await reader.decode(bytes, untimed), first.decoded), name).toBe(true);
        expect([report.model, report.coder], name).toEqual([id, entropy]);
        expect(report.estimatedBits, name).toBe(first.report.estimatedBits);
        expect(report.payloadBytes, name).toBeGreaterThan(0);
      }
    }
    await reader.close();
  });
});
