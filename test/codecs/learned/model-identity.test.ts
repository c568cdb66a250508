import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { learnedLevels } from '#src/codecs/learned/levels.js';
import { codecModel, modelIdentity } from '#src/codecs/learned/model-identity.js';
import { readCard } from '#src/models/card.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cardOf = async (id: string) => codecModel(await readCard(`${root}models/${id}/card.json`));
const versionsOf = (id: string): string[] => {
  const lines = readFileSync(`${root}results/baseline/rd/kodak/${id}.jsonl`, 'utf8');
  return lines.split('\n').flatMap((line) => (line ? [JSON.parse(line).engine.version] : []));
};

test.each(['sprig', 'taef2', 'bmshj2018-hyperprior-pareto'])(
  'the marks of %s are those of its records',
  async (id) => {
    const versions = versionsOf(id);
    expect(versions.length).toBeGreaterThan(40);
    const marks = (await learnedLevels(await cardOf(id))).map(({ mark }) => mark);
    for (const version of versions) {
      expect(marks).toContain(/^(?:level )?([0-9a-f]{8}) \(/.exec(version)?.[1]);
    }
  },
);

test('a mark hangs on the step, and not on memory that was measured anew', async () => {
  const card = await cardOf('sprig');
  const { bytesPerPixel } = card.codec;
  const mark = modelIdentity(card, null);
  expect(card.marked).not.toEqual({ bytesPerPixel });
  expect(modelIdentity({ ...card, marked: undefined }, null)).not.toBe(mark);
  const roomier = { ...card, codec: { ...card.codec, bytesPerPixel: 2 * bytesPerPixel } };
  expect(modelIdentity(roomier, null)).toBe(mark);
  const coarser = { ...card, codec: { ...card.codec, rate: { first: 99, ratio: 0.5 } } };
  expect(modelIdentity(coarser, null)).not.toBe(mark);
});
