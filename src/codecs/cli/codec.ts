import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { readBounded } from '../../base/read-bounded.js';
import { encodeForeign } from '../../image/files/foreign-formats.js';
import { decodeImage } from '../../image/files/load.js';
import {
  askVersion,
  commandOf,
  missingPrograms,
  type Template,
} from '../../runtimes/cli/recipe.js';
import {
  decodeThroughFiles,
  encodeThroughFiles,
  type FilePaths,
} from '../../runtimes/cli/through-files.js';
import type { Codec, CodecSession, Resources } from '../codec.js';
import type { Recipe } from './recipe.js';

/**
 * A codec of two command lines, as a recipe declares it. Its pictures and files go through a scratch
 * folder.
 * @param version what the version command said, from `askCodecVersion`
 */
export function createCliCodec(recipe: Recipe, version: string): Codec {
  const { id, title, extension, params, accepts, lossless } = recipe;
  const format = { id, title, extensions: [extension], recognises: () => false } as const;
  const programs = [...new Set([recipe.encode, recipe.decode].map(([program]) => program))];
  return {
    id,
    title,
    kind: lossless === true ? 'lossless' : 'lossy',
    format,
    params,
    accepts: () => accepts,
    lossless: (settings) => (typeof lossless === 'string' ? settings[lossless] === true : lossless),
    engine: () => ({
      name: [...new Set(programs.map((program) => path.basename(program)))].join('+'),
      version: `${version} (recipe ${recipe.sha256.slice(0, 12)})`,
      runtime: 'cli',
    }),
    available: async () => missingPrograms(recipe, [recipe.encode, recipe.decode]) ?? true,
    open: async (settings, resources) => openCli(recipe, settings, resources),
  };
}

/** What the recipe's version command prints: what its pattern finds, or its first line. */
export async function askCodecVersion(recipe: Recipe): Promise<string> {
  return askVersion(recipe, (folder) => placesIn(folder, 1));
}

function openCli(
  recipe: Recipe,
  settings: Settings,
  { threads, maxPixels, signal }: Resources,
): CodecSession {
  const { encode, decode, input, output, extension } = recipe;
  const common = (template: Template, field: 'encodeSeconds' | 'decodeSeconds') => ({
    signal,
    argv: ({ folder, ...files }: FilePaths) =>
      commandOf(recipe, template, { ...placesIn(folder, threads), ...files }, settings),
    seconds: (_: unknown, { folder }: FilePaths) =>
      reportedIn(placesIn(folder, threads).timing, field),
  });
  return {
    encode: (image, clock) =>
      encodeThroughFiles(
        {
          input: { name: `input.${input}`, bytes: () => encodeForeign(input, image) },
          // Nothing that may be called a codec makes files larger than this.
          output: { name: `output.${extension}`, maxBytes: 8 * image.data.byteLength + 2 ** 20 },
          ...common(encode, 'encodeSeconds'),
        },
        clock,
      ),
    async decode(bytes, clock) {
      if (bytes.length === 0) throw new WorkError(`expected a file of ${recipe.id}, got none`);
      const name = `output.${output}`;
      const file = await decodeThroughFiles(
        {
          input: { name: `input.${extension}`, bytes: () => bytes },
          output: { name, maxBytes: 8 * maxPixels + 2 ** 20 },
          ...common(decode, 'decodeSeconds'),
        },
        clock,
      );
      return clock.stage('finish', () => decodeImage(file, { maxPixels, name }));
    },
    close: async () => undefined,
  };
}

/** What stands for `{input}` and the like, beside the settings. */
function placesIn(folder: string, threads: number) {
  return { input: '', output: '', timing: path.join(folder, 'timing.json'), threads };
}

const timing = z.object({
  encodeSeconds: z.number().nonnegative().optional(),
  decodeSeconds: z.number().nonnegative().optional(),
});

/** The seconds that the tool left in its side file, or null where there is none. */
async function reportedIn(
  file: string,
  field: 'encodeSeconds' | 'decodeSeconds',
): Promise<number | null> {
  if (!existsSync(file)) return null;
  const name = 'the timing file';
  const text = (await readBounded(file, { bound: 'output', name })).toString('utf8');
  try {
    return timing.parse(JSON.parse(text))[field] ?? null;
  } catch {
    throw new WorkError(
      `expected JSON with ${field} in the timing file, got '${text.slice(0, 80)}'`,
    );
  }
}
