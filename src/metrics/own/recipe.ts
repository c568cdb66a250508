import { z } from 'zod';
import { UsageError } from '../../base/errors.js';
import { channelsOf, foreignFormats } from '../../image/files/foreign-formats.js';
import {
  parseRecipe,
  type RecipeFile,
  readRecipeFile,
  templateSchema,
  versionFields,
} from '../../runtimes/cli/recipe.js';
import { checkTemplate } from '../../runtimes/cli/template.js';
import { checkDescribed, describedFields } from './facts.js';

/** Version of the recipe format, the value of its field `paretoMetric`. */
const recipeVersion = 1;

const recipeSchema = z.strictObject({
  paretoMetric: z.literal(recipeVersion),
  ...describedFields,
  ...versionFields,
  /** Compares {original} with {decoded} and prints the number, or writes it to {output}. */
  command: templateSchema,
  value: z
    .union(
      [z.strictObject({ pattern: z.string().min(1) }), z.strictObject({ json: z.string().min(1) })],
      'expected {"pattern": "…"} or {"json": "…"}',
    )
    .optional(),
  /** Which stream holds the number, where no {output} does. */
  from: z.enum(['stdout', 'stderr']).default('stdout'),
  /** Exit statuses with which it has compared: some programs end with 1 where pictures differ. */
  statuses: z.array(z.int().min(0).max(255)).min(1).default([0]),
  /** Format of the pictures' files. */
  input: z.enum(foreignFormats).default('png'),
  accepts: z
    .strictObject({
      channels: z.array(z.union([z.literal(1), z.literal(3)])).min(1),
      depths: z.array(z.union([z.literal(8), z.literal(16)])).min(1),
    })
    .default({ channels: [3], depths: [8] }),
});

/** What the recipe of a metric declares, checked. */
export interface MetricRecipe extends z.output<typeof recipeSchema>, RecipeFile {}

/**
 * Reads the recipe of a metric: the JSON file that says how a program compares two pictures
 * (docs/metric-command.md).
 * @throws UsageError naming the file and what is wrong in it
 */
export async function readMetricRecipe(given: string): Promise<MetricRecipe> {
  return readRecipeFile(given, (json) => {
    const format = { field: 'paretoMetric', version: recipeVersion, schema: recipeSchema };
    const recipe = parseRecipe(json, format);
    check(recipe);
    return recipe;
  });
}

/** What no single field tells. */
function check(recipe: z.output<typeof recipeSchema>): void {
  const { command, version, versionPattern, value, input, accepts } = recipe;
  checkDescribed(recipe);
  const places = ['original', 'decoded', 'output', 'recipe'];
  checkTemplate('command', command, { places, wanted: ['original', 'decoded'] });
  if (version) checkTemplate('version', version, { places: ['recipe'] });
  for (const pattern of [versionPattern, value && 'pattern' in value ? value.pattern : undefined]) {
    if (pattern !== undefined) new RegExp(pattern);
  }
  const fitting: readonly number[] = channelsOf(input);
  if (accepts.channels.some((count) => !fitting.includes(count))) {
    throw new UsageError(
      `accepts.channels: ${input} holds ${fitting.join(', ')} channels, got ${accepts.channels.join(', ')}`,
      { code: 'broken-recipe' },
    );
  }
  if (!accepts.channels.includes(3)) {
    throw new UsageError('accepts.channels: 3 is missing; colour is never made grey', {
      code: 'broken-recipe',
    });
  }
}
