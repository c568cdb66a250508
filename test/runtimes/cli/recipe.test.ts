import { hash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from '#src/base/errors.js';
import {
  askVersion,
  commandOf,
  missingPrograms,
  parseRecipe,
  readRecipeFile,
  versionFields,
} from '#src/runtimes/cli/recipe.js';
import { temporaryFolder } from '../../support/folders.ts';

const schema = z.strictObject({ test: z.number(), ...versionFields });
const parse = (json: unknown) => parseRecipe(json, { field: 'test', version: 1, schema });
const node = process.execPath;

async function read(recipe: unknown, beside: Record<string, string> = {}) {
  const text = typeof recipe === 'string' ? recipe : JSON.stringify(recipe);
  const folder = await temporaryFolder({ 'recipe.json': text, ...beside });
  return readRecipeFile(path.join(folder, 'recipe.json'), parse);
}

describe('readRecipeFile', () => {
  test('gives where it lies, and a digest of it with the files that it names', async () => {
    const recipe = { test: 1 };
    const alone = await read(recipe);
    expect(alone.sha256).toBe(hash('sha256', JSON.stringify(recipe)));
    expect(path.isAbsolute(alone.file)).toBe(true);
    const named = { test: 1, files: ['table'] };
    const [one, same, other] = [
      await read(named, { table: '1' }),
      await read(named, { table: '1' }),
      await read(named, { table: '2' }),
    ];
    expect(same.sha256).toBe(one.sha256);
    expect(other.sha256).not.toBe(one.sha256);
  });

  test.each([
    ['{', /recipe\.json: is no JSON/],
    [{ test: 2 }, /test is the version of the recipe format, 1; got 2/],
    [{}, /got nothing/],
    [{ test: 1, more: true }, /recipe\.json: .*more/],
    [{ test: 1, files: ['gone'] }, /file gone cannot be read/],
  ])('refuses %j', async (recipe, message) => {
    const refused = read(recipe);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('commands of a recipe', () => {
  test('a program with a path lies beside the recipe, {recipe} is its folder', async () => {
    const recipe = await read({ test: 1 });
    const folder = path.dirname(recipe.file);
    expect(commandOf(recipe, ['./bin/tool', '{recipe}/table', '{q}'], { q: 3 })).toEqual([
      ...[path.join(folder, 'bin/tool'), `${folder}/table`, '3'],
    ]);
    expect(commandOf(recipe, ['tool'], {})).toEqual(['tool']);
  });

  test('programs that are not there are named, each once', async () => {
    const recipe = await read({ test: 1 });
    expect(missingPrograms(recipe, [[node], ['no-tool'], ['no-tool', '-x'], ['no-other']])).toBe(
      `no-tool and no-other not found: put it on PATH, or write its path into ${recipe.file}`,
    );
    expect(missingPrograms(recipe, [[node]])).toBeNull();
  });
});

describe('askVersion', () => {
  const asked = (version: unknown, versionPattern?: string) =>
    read({ test: 1, version, ...(versionPattern && { versionPattern }) }).then((recipe) =>
      askVersion(recipe, () => ({ word: 'tool 4.2 of today' })),
    );
  const print = [node, '--eval', 'console.log("\\n" + process.argv[1])', '{word}'];

  test('is the first line, or what the pattern finds', async () => {
    expect(await asked(print)).toBe('tool 4.2 of today');
    expect(await asked(print, 'tool (\\S+)')).toBe('4.2');
    expect(await asked(print, 'of \\w+')).toBe('of today');
    expect(await asked(undefined)).toBe('of unstated version');
    expect(await asked(['no-tool'])).toBe('not found');
  });

  test('a pattern without end is an error that names the recipe', async () => {
    const long = [node, '--eval', 'console.log("a".repeat(50))'];
    await expect(asked(long, '(a+)+$x')).rejects.toThrow(/recipe\.json: .*no result after 2 s/);
  });

  test('a pattern that finds nothing is an error that names the recipe', async () => {
    await expect(asked(print, 'version (\\d+)')).rejects.toThrow(
      /recipe\.json: its version command printed nothing that versionPattern finds/,
    );
  });
});
