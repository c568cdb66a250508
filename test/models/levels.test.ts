import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { readLevelsNote } from '#src/models/card.js';
import { loadCard } from '#src/models/catalogue.js';
import { levelName } from '#src/models/codec-card.js';
import { planLevels } from '#src/models/export-levels.js';
import { levelsOf } from '#src/models/levels.js';
import { temporaryFolder } from '../support/folders.ts';

afterEach(() => vi.unstubAllEnvs());

const card = await loadCard('mbt2018');
const fixture = fileURLToPath(new URL('../fixtures/models/mbt2018/', import.meta.url));
const files = Object.fromEntries(
  ['analysis', 'hyper', 'context', 'synthesis', 'distributions'].map((name) => [
    name,
    { file: `${name}-mse-4.x`, sha256: 'a'.repeat(64), bytes: 7 },
  ]),
);
const note = (changes: object = {}): string =>
  JSON.stringify({
    id: 'mbt2018',
    random: false,
    levels: { 'mse-4': { weights: 'mine', channels: { y: 48 }, files } },
    ...changes,
  });

test('levels are those of the card; without files each says what makes them', async () => {
  const levels = await levelsOf(card);
  expect(levels).toHaveLength(16);
  expect(levels.every((level) => level.card === null)).toBe(true);
  expect(levels[3]!.missing).toMatch(/quality 4 \(mse\).*models export mbt2018'/);
  expect(levels[15]!.missing).toMatch(/quality 8 \(ms-ssim\)/);
  expect(await levelsOf(await loadCard('sprig'))).toEqual([]);
});

test('a note of an export gives a level its files and channels', async () => {
  vi.stubEnv('PARETO_MODELS', await temporaryFolder({ 'levels.json': note() }));
  const levels = await levelsOf(card);
  expect(levels.filter((level) => level.card !== null)).toHaveLength(1);
  const { codec, graphs } = levels[3]!.card!;
  expect(graphs['context']!.files).toEqual([{ ...files['context'], from: 'an export' }]);
  expect(codec!.distributions).toEqual(files['distributions']);
  expect(codec!.groups.map(({ channels }) => channels)).toEqual([48, 192]);
  expect(codec!.rate).toMatchObject({ levels: [{ quality: 4 }] });
});

test.each([
  ['of random weights', { random: true }],
  ['of another model', { id: 'mbt2018-mean' }],
  ['that is broken', { levels: 7 }],
])('a note %s does not count', async (_, changes) => {
  vi.stubEnv('PARETO_MODELS', await temporaryFolder({ 'levels.json': note(changes) }));
  expect((await levelsOf(card)).every((level) => level.card === null)).toBe(true);
});

test('a note is read, or told to be none', async () => {
  const folder = await temporaryFolder({ 'levels.json': note(), 'broken.json': '{}' });
  expect((await readLevelsNote(`${folder}/levels.json`))!.id).toBe('mbt2018');
  expect(await readLevelsNote(`${folder}/none.json`)).toBeNull();
  await expect(readLevelsNote(`${folder}/broken.json`)).rejects.toThrow(/no note of levels/);
});

test('of a codec with one model for all rates the files may come from an export', async () => {
  const { codec, ...rest } = card;
  const whole = { ...rest, codec: { ...codec!, rate: { resize: { multiple: 64 } } } };
  const none = await levelsOf(whole);
  expect(none).toMatchObject([{ quality: 0, card: null }]);
  expect(none[0]!.missing).toMatch(/^mbt2018 has no weights here: 'pareto models export mbt2018'/);
  const levels = { all: { weights: 'mine', channels: { y: 48 }, files } };
  vi.stubEnv('PARETO_MODELS', await temporaryFolder({ 'levels.json': note({ levels }) }));
  const [found] = await levelsOf(whole);
  expect(found!.card!.graphs['analysis']!.files).toMatchObject([{ file: 'analysis-mse-4.x' }]);
  expect(found!.card!.codec!.rate).toEqual({ resize: { multiple: 64 } });
  expect(found!.card!.codec!.groups[0]!.channels).toBe(48);
});

test('a checkpoint of a codec with one model for all rates needs no level', async () => {
  const folder = await temporaryFolder({ 'mine.pth': '' });
  const checkpoint = `${folder}/mine.pth`;
  const whole = { ...card, codec: { ...card.codec!, rate: { resize: { multiple: 64 } } } };
  expect(await planLevels(whole, { checkpoint })).toEqual({
    args: ['--checkpoint', checkpoint],
    files: [],
  });
  expect(await planLevels(whole, {})).toEqual({ args: [], files: null });
  await expect(planLevels(whole, { quality: '1' })).rejects.toThrow(/no levels: quality/);
  const metric = planLevels(await loadCard('lpips-alex'), { checkpoint });
  await expect(metric).rejects.toThrow(/no levels: checkpoint/);
});

test('a model without published weights asks for a checkpoint', async () => {
  const own = await loadCard('cheng2020-anchor-checkerboard');
  const [level] = await levelsOf(own);
  expect(level!.missing).toMatch(
    /export cheng2020-anchor-checkerboard' of a checkpoint of yours, for one quality, makes/,
  );
  await expect(planLevels(own, { quality: '3' })).rejects.toThrow(/no weights .* are published/);
});

test('names of levels', () => {
  expect(levelName({ tuned: 'ms-ssim', quality: 3 })).toBe('ms-ssim-3');
});

test('an export of levels says what it downloads', async () => {
  expect(await planLevels(card, { quality: '1,3' })).toEqual({
    args: ['--quality', '1,3', '--tuned', 'mse'],
    files: [
      'mbt2018-1-3f36cd77.pth.tar: at most 110 MB, if not there yet',
      'mbt2018-3-22901978.pth.tar: at most 110 MB, if not there yet',
    ],
  });
  expect((await planLevels(card, { tuned: 'ms-ssim' })).files).toHaveLength(8);
  expect(await planLevels(await loadCard('lpips-alex'), {})).toEqual({ args: [], files: null });
});

test('a checkpoint is a file, and of one level', async () => {
  const folder = await temporaryFolder();
  await cp(`${fixture}card.json`, `${folder}/mine.pth`);
  const checkpoint = `${folder}/mine.pth`;
  const plan = await planLevels(card, { quality: '4', checkpoint });
  expect(plan.args.slice(-2)).toEqual(['--checkpoint', checkpoint]);
  expect(plan.files).toEqual([]);
  await expect(planLevels(card, { checkpoint })).rejects.toThrow(/one level of mbt2018: quality/);
  const none = planLevels(card, { quality: '4', checkpoint: 'none.pth' });
  await expect(none).rejects.toThrow(/checkpoint/);
});

test.each([
  [{ quality: '9' }, /1,2,3,4,5,6,7,8/],
  [{ quality: 'high' }, /1,2,3,4,5,6,7,8/],
  [{ tuned: 'psnr' }, /mse, ms-ssim/],
])('levels that are not there: %o', async (asked, message) => {
  await expect(planLevels(card, asked)).rejects.toThrow(message);
});

test('a model without levels takes none', async () => {
  await expect(planLevels(await loadCard('lpips-alex'), { quality: '1' })).rejects.toThrow(
    /no levels/,
  );
});

test('levels that code more or fewer channels of the same graphs are one download', async () => {
  const mcucoder = await loadCard('mcucoder');
  const kept = ['--quality', '1,12', '--tuned', 'ms-ssim'];
  expect(await planLevels(mcucoder, { quality: '1,12' })).toEqual({ args: kept, files: null });
  const checkpoint = `${await temporaryFolder({ 'mine.pth': 'x' })}/mine.pth`;
  const { args, files: none } = await planLevels(mcucoder, { checkpoint });
  expect(args.slice(-2)).toEqual(['--checkpoint', checkpoint]);
  expect(none).toEqual([]);
});

test('a checkpoint of frappe holds all of its levels', async () => {
  const frappe = await loadCard('frappe');
  const checkpoint = `${await temporaryFolder({ 'mine.safetensors': 'x' })}/mine.safetensors`;
  const { args, files } = await planLevels(frappe, { quality: '1,8,21', checkpoint });
  expect(args).toEqual(expect.arrayContaining(['1,8,21', '--checkpoint', checkpoint]));
  expect(files).toEqual([]);
});

test('a level is without the groups that it has no channels of', async () => {
  const frappe = await loadCard('frappe');
  const files = Object.fromEntries(
    ['analysis', 'synthesis'].map((name) => [
      name,
      { file: `${name}.x`, sha256: 'a'.repeat(64), bytes: 7 },
    ]),
  );
  const channels = { s32: 3, s16: 1, s8: 0, s4: 0, s2: 0 };
  const levels = { 'mse-4': { weights: 'mine', channels, files } };
  const made = JSON.stringify({ id: 'frappe', random: false, levels });
  vi.stubEnv('PARETO_MODELS', await temporaryFolder({ 'levels.json': made }));
  const { codec, graphs } = (await levelsOf(frappe))[3]!.card!;
  expect(codec!.groups.map(({ id, channels }) => [id, channels])).toEqual([
    ['s32', 3],
    ['s16', 1],
  ]);
  expect(codec!.passes).toHaveLength(2);
  expect(graphs['analysis']!.outputs.map(({ name }) => name)).toEqual(['s32', 's16']);
  expect(graphs['synthesis']!.inputs.map(({ name }) => name)).toEqual(['s32', 's16']);
});
