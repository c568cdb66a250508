import { cpSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { decodeFile } from '#src/codecs/decode.js';
import { loadLearned } from '#src/codecs/learned/codec.js';
import { readLearnedFile, writeLearnedFile } from '#src/codecs/learned/container.js';
import { readCard } from '#src/models/card.js';
import { temporaryFolder } from '../../support/folders.ts';
import { picture } from '../../support/photos.ts';
import { fixtureFolder } from './fixture.ts';

afterEach(() => vi.unstubAllEnvs());

/** A folder as an export of quality 8 of mbt2018 leaves it, with small weights; no other level is there. */
async function exported(): Promise<void> {
  const folder = await temporaryFolder({});
  cpSync(fixtureFolder('mbt2018'), folder, { recursive: true });
  const { codec } = await readCard(`${folder}/card.json`);
  const rate = codec?.rate;
  if (rate === undefined || !('levels' in rate)) throw new Error('mbt2018 has levels');
  const { channels, files } = rate.levels[0]!;
  const levels = { 'mse-8': { weights: 'small random ones', channels, files } };
  writeFileSync(`${folder}/levels.json`, JSON.stringify({ id: 'mbt2018', random: false, levels }));
  vi.stubEnv('PARETO_MODELS', folder);
}

test('a file is decoded by the weights of its own level, though the usual ones are not here', async () => {
  await exported();
  const codec = await loadLearned('mbt2018');
  expect(await codec.available(resolveSettings('mbt2018', codec.params, {}))).toMatch(/quality 3/);
  const settings = resolveSettings('mbt2018', codec.params, { quality: 8, entropy: 'zstd' });
  const session = await codec.open(settings, { threads: 1, maxPixels: 1e6 });
  const bytes = await session.encode(picture(50, 34), untimed);
  const { data } = await session.decode(bytes, untimed);
  await session.close();
  expect(codec.settingsFor?.(bytes)).toEqual({ quality: 8, tuned: 'mse', entropy: 'zstd' });

  const { output, codec: id, engine } = await decodeFile(bytes);
  expect(id).toBe('mbt2018');
  expect(engine).toEqual(codec.engine(settings));
  expect(output).toMatchObject({ width: 50, height: 34, data });

  const other = (rate: number) =>
    decodeFile(writeLearnedFile({ ...readLearnedFile(bytes), rate }), { name: 'a.plc' });
  await expect(other(3)).rejects.toThrow(
    /^a\.plc cannot be decoded here: mbt2018 has no weights of quality 4 \(mse\) here/,
  );
  await expect(other(16)).rejects.toThrow(
    'a.plc: the file is of level 16 of mbt2018, which has 16',
  );
});
