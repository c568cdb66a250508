import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, WorkError } from '../../base/errors.js';
import { fileBounds, readBounded } from '../../base/read-bounded.js';
import { fit } from '../../image/convert.js';
import { encodeForeign } from '../../image/files/foreign-formats.js';
import type { Raster } from '../../image/raster.js';
import { runCommand } from '../../runtimes/cli/command.js';
import { askVersion, commandOf, missingPrograms } from '../../runtimes/cli/recipe.js';
import { withScratch } from '../../runtimes/cli/scratch.js';
import { type LayoutScorer, prepareComparable } from '../comparable.js';
import type { Metric } from '../metric.js';
import { describeOwn } from './facts.js';
import { numberIn } from './printed-number.js';
import type { MetricRecipe } from './recipe.js';

/** A sweep's own limit comes first as a rule; this one holds everywhere else. */
const timeLimitSeconds = 3600;

/** The version of a command metric's program, as its recipe's version command prints it. */
export const askMetricVersion = (recipe: MetricRecipe): Promise<string> => askVersion(recipe);

/**
 * A metric that a command line computes, as a recipe declares it. Pictures go to it as files in a
 * scratch folder.
 * @param version what the version command said, from `askMetricVersion`
 */
export function createCommandMetric(id: string, recipe: MetricRecipe, version: string): Metric {
  const program = path.basename(recipe.command[0]);
  const description = describeOwn(id, recipe, `the program ${program}`);
  return {
    ...description,
    version: `${version}+${recipe.sha256.slice(0, 12)}`,
    map: null,
    available: async () => missingPrograms(recipe, [recipe.command]) ?? true,
    prepare: async (reference) =>
      prepareComparable(description, reference, (image) =>
        openCommand(id, recipe, description.perfect, image),
      ),
  };
}

async function openCommand(
  id: string,
  recipe: MetricRecipe,
  perfect: number,
  reference: Raster,
): Promise<LayoutScorer> {
  const { input, accepts } = recipe;
  const original = await encodeForeign(input, fit(reference, accepts));
  return {
    async score(decoded, { signal }) {
      const file = await encodeForeign(input, fit(decoded, accepts));
      const value = await withScratch(2 * (original.length + file.length), (folder) =>
        compare(recipe, { folder, original, decoded: file, signal }),
      ).catch((error) => {
        throw new WorkError(`${id}: ${messageOf(error)}`, { code: 'command-failed' });
      });
      // What is infinite is stored as equal: so only what may be perfect is taken for that.
      if (Number.isFinite(value) || value === perfect) return { value, worstTile: null, map: null };
      throw new WorkError(`${id}: expected a finite number, got ${value}`, {
        code: 'command-failed',
      });
    },
    heldBytes: () => reference.data.byteLength + original.length,
    close: () => {},
  };
}

interface Files {
  readonly folder: string;
  readonly original: Uint8Array;
  readonly decoded: Uint8Array;
  readonly signal: AbortSignal | undefined;
}

async function compare(
  recipe: MetricRecipe,
  { folder, original, decoded, signal }: Files,
): Promise<number> {
  const places = {
    original: path.join(folder, `original.${recipe.input}`),
    decoded: path.join(folder, `decoded.${recipe.input}`),
    output: path.join(folder, 'output'),
  };
  await writeFile(places.original, original);
  await writeFile(places.decoded, decoded);
  const argv = commandOf(recipe, recipe.command, places);
  const growing = { file: places.output, maxBytes: fileBounds.output };
  const { statuses } = recipe;
  const limits = { timeLimitSeconds, growing, statuses, signal };
  const printed = await runCommand(argv, folder, limits);
  // A command that names the file of its output says it there.
  const written = argv.some((argument) => argument.includes(places.output));
  const text = written ? await textIn(places.output) : printed[recipe.from];
  return numberIn(text, recipe.value ?? {});
}

async function textIn(file: string): Promise<string> {
  const bytes = await readBounded(file, { bound: 'output', name: path.basename(file) });
  return bytes.toString('utf8');
}
