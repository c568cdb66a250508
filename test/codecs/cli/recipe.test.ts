import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { readRecipe } from '#src/codecs/cli/recipe.js';
import { temporaryFolder } from '../../support/folders.ts';

const declared = {
  ...{ paretoCodec: 1, id: 'packer', title: 'Packer', extension: 'pkd' },
  encode: ['pack', '{input}', '{output}'],
  decode: ['unpack', '{input}', '{output}'],
};
const level = { type: 'integer', min: 1, max: 9, default: 6, meaning: 'effort' };
const fast = { type: 'boolean', default: false, meaning: 'less search' };

async function read(changes: Record<string, unknown> = {}) {
  const text = JSON.stringify({ ...declared, ...changes });
  return readRecipe(path.join(await temporaryFolder({ 'recipe.json': text }), 'recipe.json'));
}

test('what is not declared is lossy 8-bit RGB through PNG files, without settings', async () => {
  expect(await read()).toMatchObject({
    ...declared,
    ...{ input: 'png', output: 'png', lossless: false, params: {} },
    accepts: { channels: [3], depths: [8] },
  });
});

test('settings become parameters, in their order', async () => {
  const encode = [...declared.encode, '{fast}', '{level}'];
  const { params } = await read({ encode, settings: { fast, level: { ...level, sweep: [1, 9] } } });
  expect(Object.keys(params)).toEqual(['fast', 'level']);
  expect(params['level']).toEqual({ ...level, sweep: [1, 9] });
  expect(params['fast']).toEqual(fast);
});

test('a setting beside another applies where that has the value named', async () => {
  const encode = [...declared.encode, '{fast}', { if: 'level', args: ['{level}'] }];
  const { params } = await read({
    encode,
    settings: { fast, level: { ...level, beside: { fast: true } } },
  });
  expect(params['level']!.applies!({ fast: true })).toBe(true);
  expect(params['level']!.applies!({ fast: false })).toBe(false);
  expect(params['level']).not.toHaveProperty('beside');
});

test.each([
  [{ paretoCodec: 2 }, /paretoCodec is the version of the recipe format, 1; got 2/],
  [{ id: 'Packer' }, /id.*is made of small letters, digits/],
  [{ more: 1 }, /more/],
  [{ decode: ['unpack', '{input}'] }, /decode.*output/],
  [{ encode: [...declared.encode, '{gone}'] }, /encode.*gone/],
  [
    { input: 'ppm', accepts: { channels: [1, 3], depths: [8] } },
    /accepts\.channels: ppm holds 3 channels, got 1, 3/,
  ],
  [{ lossless: 'gone' }, /lossless is true, false or the name of a boolean setting/],
  [{ settings: { level: { ...level, default: 10 } } }, /level/],
  [{ settings: { level: { ...level, sweep: [5, 10] } } }, /level/],
  [{ versionPattern: '(' }, /recipe\.json: .*regular expression/i],
])('refuses %j', async (changes, message) => {
  const refused = read(changes);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(message);
});
