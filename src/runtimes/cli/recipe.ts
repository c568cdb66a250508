import { hash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { digestFile } from '../../base/digest.js';
import { messageOf, UsageError, WorkError } from '../../base/errors.js';
import type { Settings, Value } from '../../base/params.js';
import { readBounded } from '../../base/read-bounded.js';
import { firstIssue } from '../../base/zod-issue.js';
import { findCommand, runCommand } from './command.js';
import { matchPattern } from './match-pattern.js';
import { withScratch } from './scratch.js';
import { type Argument, fillTemplate } from './template.js';

// What recipes have in common: JSON files that say how programs are called.

/** A command: the program, then its arguments. */
export type Template = readonly [string, ...Argument[]];

const argument: z.ZodType<Argument> = z.union([
  z.string(),
  z.strictObject({
    if: z.string(),
    is: z.union([z.number(), z.boolean(), z.string()]).optional(),
    args: z.array(z.string()),
    otherwise: z.array(z.string()).optional(),
  }),
]);

export const templateSchema = z.tuple([z.string().min(1)], argument);

/** The fields of every recipe: what names its version. */
export const versionFields = {
  /** A command whose output names the version. */
  version: templateSchema.optional(),
  /** Its first group, or all that it finds in that output, is the version. */
  versionPattern: z.string().optional(),
  /** Files beside the recipe that decide what comes out. */
  files: z.array(z.string()).default([]),
};

/** Where a recipe lies, and what tells two of them apart. */
export interface RecipeFile {
  /** Absolute path. */
  readonly file: string;
  /** SHA-256 of the recipe and of the files that it names: two recipes never mix. */
  readonly sha256: string;
}

/** What a recipe says of its version. */
export interface VersionedRecipe extends RecipeFile {
  readonly version?: Template | undefined;
  readonly versionPattern?: string | undefined;
}

/**
 * Reads a recipe and the files that it names.
 * @param parse makes what the recipe declares of its JSON, and throws what is wrong in it
 * @throws UsageError naming the file and what is wrong
 */
export async function readRecipeFile<T extends { readonly files: readonly string[] }>(
  given: string,
  parse: (json: unknown) => T,
): Promise<T & RecipeFile> {
  const file = path.resolve(given);
  const name = `recipe ${given}`;
  const bytes = await readBounded(file, { bound: 'recipe', name }).catch((error) => {
    throw new UsageError(messageOf(error), { code: 'broken-recipe' });
  });
  try {
    const recipe = parse(jsonOf(bytes));
    const digests = [hash('sha256', bytes)];
    for (const other of recipe.files) {
      const beside = path.resolve(path.dirname(file), other);
      digests.push((await digestFile(beside, `file ${other}`)).sha256);
    }
    const sha256 = digests.length === 1 ? digests[0]! : hash('sha256', digests.join(' '));
    return { ...recipe, file, sha256 };
  } catch (error) {
    throw new UsageError(`${given}: ${messageOf(error)}`, { code: 'broken-recipe' });
  }
}

/**
 * Checks a recipe's JSON.
 * @param field the field that holds the version of the format
 * @throws UsageError
 */
export function parseRecipe<T>(
  json: unknown,
  { field, version, schema }: { field: string; version: number; schema: z.ZodType<T> },
): T {
  const told = z.record(z.string(), z.unknown()).safeParse(json).data?.[field];
  if (told !== version) {
    const got = told === undefined ? 'nothing' : JSON.stringify(told);
    throw new UsageError(`${field} is the version of the recipe format, ${version}; got ${got}`, {
      code: 'broken-recipe',
    });
  }
  const { data, error } = schema.safeParse(json);
  if (error) throw new UsageError(firstIssue(error, 'recipe'), { code: 'broken-recipe' });
  return data;
}

/** The argument array of a template; a program that is a relative path lies beside the recipe. */
export function commandOf(
  { file }: RecipeFile,
  template: Template,
  places: Readonly<Record<string, Value>>,
  settings: Settings = {},
): string[] {
  const folder = path.dirname(file);
  const [program = '', ...args] = fillTemplate(template, { ...places, recipe: folder }, settings);
  return [program.includes('/') ? path.resolve(folder, program) : program, ...args];
}

/** Why the commands of a recipe cannot be run, or null where they can. */
export function missingPrograms(recipe: RecipeFile, templates: readonly Template[]): string | null {
  const programs = [...new Set(templates.map(([program]) => program))];
  const missing = programs.filter((program) => !isThere(recipe, [program]));
  if (missing.length === 0) return null;
  return `${missing.join(' and ')} not found: put it on PATH, or write its path into ${recipe.file}`;
}

function isThere(recipe: RecipeFile, template: Template): boolean {
  return findCommand(commandOf(recipe, [template[0]], {})[0]!) !== null;
}

/**
 * What a recipe's version command prints: what its pattern finds, or its first line.
 * @param places what stands for placeholders beside {recipe}
 * @throws WorkError naming the recipe
 */
export async function askVersion(
  recipe: VersionedRecipe,
  places: (folder: string) => Readonly<Record<string, Value>> = () => ({}),
): Promise<string> {
  const { version: template, versionPattern } = recipe;
  if (template === undefined) return 'of unstated version';
  if (!isThere(recipe, template)) return 'not found';
  return withScratch(0, async (folder) => {
    const argv = commandOf(recipe, template, places(folder));
    const { stdout, stderr } = await runCommand(argv, folder, { timeLimitSeconds: 30 });
    const text = `${stdout}\n${stderr}`;
    const found =
      versionPattern === undefined
        ? text.split(/[\r\n]+/).find((line) => line.trim() !== '')
        : matchPattern(versionPattern, text)?.slice(0, 2).at(-1);
    if (found) return found.trim().slice(0, 100);
    throw new WorkError(`its version command printed nothing that versionPattern finds`, {
      code: 'command-failed',
    });
  }).catch((error) => {
    throw new WorkError(`${recipe.file}: ${messageOf(error)}`, { code: 'command-failed' });
  });
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new UsageError(`is no JSON: ${messageOf(error)}`, { code: 'broken-recipe' });
  }
}
