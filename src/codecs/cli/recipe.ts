import { z } from 'zod';
import { UsageError } from '../../base/errors.js';
import type { Param, Params, Settings } from '../../base/params.js';
import { resolveSettings, sweepOf } from '../../base/params.js';
import { channelsOf, foreignFormats } from '../../image/files/foreign-formats.js';
import {
  parseRecipe,
  type RecipeFile,
  readRecipeFile,
  templateSchema,
  versionFields,
} from '../../runtimes/cli/recipe.js';
import { checkTemplate } from '../../runtimes/cli/template.js';

/** Version of the recipe format, the value of its field `paretoCodec`. */
const recipeVersion = 1;

const name = /^[a-z][a-z0-9_]*$/;
const value = z.union([z.number(), z.boolean(), z.string()]);

const shared = {
  meaning: z.string().min(3),
  /** Applies only where the settings before it have these values. */
  beside: z.record(z.string(), value).optional(),
};
const bounds = {
  min: z.number(),
  max: z.number(),
  default: z.number().nullable(),
  sweep: z.array(z.number()).min(1).optional(),
};
const setting = z.discriminatedUnion('type', [
  z.strictObject({ ...shared, ...bounds, type: z.literal('integer') }),
  z.strictObject({ ...shared, ...bounds, type: z.literal('number') }),
  z.strictObject({ ...shared, type: z.literal('boolean'), default: z.boolean() }),
  z.strictObject({
    ...shared,
    type: z.literal('choice'),
    default: z.string(),
    values: z.array(z.string().regex(/^[^,+=]+$/, 'holds none of , + =')).min(2),
  }),
]);

const picture = z.enum(foreignFormats);

const recipeSchema = z.strictObject({
  paretoCodec: z.literal(recipeVersion),
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'is made of small letters, digits, - and _, at most 64'),
  title: z.string().min(1),
  extension: z.string().regex(/^[a-z0-9]{1,16}$/, 'is made of small letters and digits'),
  encode: templateSchema,
  decode: templateSchema,
  ...versionFields,
  input: picture.default('png'),
  output: picture.default('png'),
  accepts: z
    .strictObject({
      channels: z.array(z.union([z.literal(1), z.literal(3), z.literal(4)])).min(1),
      depths: z.array(z.union([z.literal(8), z.literal(16)])).min(1),
    })
    .default({ channels: [3], depths: [8] }),
  lossless: z.union([z.boolean(), z.string()]).default(false),
  settings: z
    .record(z.string().regex(name, 'is made of small letters, digits and _'), setting)
    .default({}),
});

/** What a recipe file declares, checked. */
export interface Recipe extends Omit<z.infer<typeof recipeSchema>, 'settings'>, RecipeFile {
  readonly params: Params;
}

/** What stands for `{input}` and the like, beside the settings. */
const places = ['input', 'output', 'timing', 'recipe', 'threads'];

/**
 * Reads a recipe: the JSON file that declares a codec made of two command lines (docs/cli-codec.md).
 * @throws UsageError naming the file and what is wrong in it
 */
export async function readRecipe(given: string): Promise<Recipe> {
  return readRecipeFile(given, (json) => {
    const format = { field: 'paretoCodec', version: recipeVersion, schema: recipeSchema };
    const { settings, ...recipe } = parseRecipe(json, format);
    const params = Object.fromEntries(
      Object.entries(settings).map(([id, each]) => [id, paramOf(each)]),
    );
    check(recipe, params);
    return { ...recipe, params };
  });
}

function paramOf({ beside, ...declared }: z.infer<typeof setting>): Param {
  const pairs = Object.entries(beside ?? {});
  const applies = (before: Settings): boolean =>
    pairs.every(([other, wanted]) => before[other] === wanted);
  const { sweep, ...rest } = 'sweep' in declared ? declared : { ...declared, sweep: undefined };
  const param = sweep === undefined ? rest : { ...rest, sweep };
  return (pairs.length === 0 ? param : { ...param, applies }) as Param;
}

/** What no single field tells. */
function check(recipe: Omit<z.infer<typeof recipeSchema>, 'settings'>, params: Params): void {
  const { id, input, accepts, lossless, versionPattern } = recipe;
  for (const [setting, param] of Object.entries(params)) {
    if (param.default !== null) {
      const alone = { [setting]: { ...param, applies: () => true } };
      resolveSettings(id, alone, { [setting]: param.default });
      for (const swept of sweepOf(param) ?? []) resolveSettings(id, alone, { [setting]: swept });
    }
  }
  const fitting: readonly number[] = channelsOf(input);
  if (accepts.channels.some((count) => !fitting.includes(count))) {
    throw new UsageError(
      `accepts.channels: ${input} holds ${fitting.join(', ')} channels, got ${accepts.channels.join(', ')}`,
    );
  }
  if (typeof lossless === 'string' && params[lossless]?.type !== 'boolean') {
    throw new UsageError(`lossless is true, false or the name of a boolean setting`);
  }
  if (versionPattern !== undefined) new RegExp(versionPattern);
  const wanted = ['input', 'output'];
  checkTemplate('encode', recipe.encode, { places, wanted, params });
  checkTemplate('decode', recipe.decode, { places, wanted });
  if (recipe.version) checkTemplate('version', recipe.version, { places });
}
