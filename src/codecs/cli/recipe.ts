import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, UsageError } from '../../base/errors.js';
import type { Param, Params, Settings } from '../../base/params.js';
import { resolveSettings, sweepOf } from '../../base/params.js';
import { type Argument, checkTemplate } from './template.js';

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

const argument: z.ZodType<Argument> = z.union([
  z.string(),
  z.strictObject({
    if: z.string(),
    is: value.optional(),
    args: z.array(z.string()),
    otherwise: z.array(z.string()).optional(),
  }),
]);
const template = z.tuple([z.string().min(1)], argument);
const picture = z.enum(['png', 'ppm', 'pnm', 'pam']);

const recipeSchema = z.strictObject({
  paretoCodec: z.literal(recipeVersion),
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'is made of small letters, digits, - and _, at most 64'),
  title: z.string().min(1),
  extension: z.string().regex(/^[a-z0-9]{1,16}$/, 'is made of small letters and digits'),
  encode: template,
  decode: template,
  version: template.optional(),
  versionPattern: z.string().optional(),
  files: z.array(z.string()).default([]),
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

export type PictureFormat = z.infer<typeof picture>;

/** What a recipe file declares, checked. */
export interface Recipe extends Omit<z.infer<typeof recipeSchema>, 'settings'> {
  /** Absolute path of the file. */
  readonly file: string;
  /** SHA-256 of the recipe and of the files that it names: two recipes never mix. */
  readonly sha256: string;
  readonly params: Params;
}

const channelsOf: Record<PictureFormat, readonly number[]> = {
  png: [1, 3, 4],
  pam: [1, 3, 4],
  pnm: [1, 3],
  ppm: [3],
};

/**
 * Reads a recipe: the JSON file that declares a codec made of two command lines (docs/cli-codec.md).
 * @throws UsageError naming the file and what is wrong in it
 */
export async function readRecipe(given: string): Promise<Recipe> {
  const file = path.resolve(given);
  const bytes = await readAs(file, `recipe ${given}`);
  try {
    const { settings, ...recipe } = parse(bytes.toString('utf8'));
    const params = Object.fromEntries(
      Object.entries(settings).map(([id, each]) => [id, paramOf(each)]),
    );
    check(recipe, params);
    const digests = [hash('sha256', bytes)];
    for (const other of recipe.files) {
      const beside = path.resolve(path.dirname(file), other);
      digests.push(hash('sha256', await readAs(beside, `file ${other}`)));
    }
    const sha256 = digests.length === 1 ? digests[0]! : hash('sha256', digests.join(' '));
    return { ...recipe, file, sha256, params };
  } catch (error) {
    throw new UsageError(`${given}: ${messageOf(error)}`);
  }
}

async function readAs(file: string, told: string): Promise<Buffer> {
  return readFile(file).catch((error) => {
    throw new UsageError(`${told} cannot be read: ${messageOf(error)}`);
  });
}

function parse(text: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`is no JSON: ${messageOf(error)}`);
  }
  const version = z.object({ paretoCodec: z.unknown() }).safeParse(json).data?.paretoCodec;
  if (version !== recipeVersion) {
    const got = version === undefined ? 'nothing' : JSON.stringify(version);
    throw new UsageError(
      `paretoCodec is the version of the recipe format, ${recipeVersion}; got ${got}`,
    );
  }
  const { data, error } = recipeSchema.safeParse(json);
  if (data !== undefined) return data;
  const issue = error.issues[0];
  throw new UsageError(`${issue?.path.join('.') || 'recipe'}: ${issue?.message}`);
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
  const fitting = channelsOf[input];
  if (accepts.channels.some((count) => !fitting.includes(count))) {
    throw new UsageError(
      `accepts.channels: ${input} holds ${fitting.join(', ')} channels, got ${accepts.channels.join(', ')}`,
    );
  }
  if (typeof lossless === 'string' && params[lossless]?.type !== 'boolean') {
    throw new UsageError(`lossless is true, false or the name of a boolean setting`);
  }
  if (versionPattern !== undefined) new RegExp(versionPattern);
  checkTemplate('encode', recipe.encode, params, ['input', 'output']);
  checkTemplate('decode', recipe.decode, {}, ['input', 'output']);
  if (recipe.version) checkTemplate('version', recipe.version, {}, []);
}
