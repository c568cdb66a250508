import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { decodeImage } from '../../image/files/load.js';
import { encodePng } from '../../image/files/save.js';
import { encodePam, encodePnm } from '../../image/pnm.js';
import type { Raster } from '../../image/raster.js';
import { findCommand, runCommand } from '../../runtimes/cli/command.js';
import { withScratch } from '../../runtimes/cli/scratch.js';
import {
  decodeThroughFiles,
  encodeThroughFiles,
  type FilePaths,
} from '../../runtimes/cli/through-files.js';
import type { Codec, CodecSession, Resources } from '../codec.js';
import type { PictureFormat, Recipe } from './recipe.js';
import { type Argument, fillTemplate, type Places } from './template.js';

/**
 * A codec of two command lines, as a recipe declares it. Its pictures and files go through a scratch
 * folder.
 * @param version what the version command said, from `askVersion`
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
    async available() {
      const missing = programs.filter((program) => findCommand(locate(recipe, program)) === null);
      if (missing.length === 0) return true;
      return `${missing.join(' and ')} not found: put it on PATH, or write its path into ${recipe.file}`;
    },
    open: async (settings, resources) => openCli(recipe, settings, resources),
  };
}

/** What the recipe's version command prints: what its pattern finds, or its first line. */
export async function askVersion(recipe: Recipe): Promise<string> {
  if (recipe.version === undefined) return 'of unstated version';
  const { version: template } = recipe;
  if (findCommand(locate(recipe, template[0])) === null) return 'not found';
  return withScratch(0, async (folder) => {
    const argv = commandOf(recipe, template, placesIn(recipe, folder, 1), {});
    const { stdout, stderr } = await runCommand(argv, folder, { timeLimitSeconds: 30 });
    const text = `${stdout}\n${stderr}`;
    const found =
      recipe.versionPattern === undefined
        ? text.split(/[\r\n]+/).find((line) => line.trim() !== '')
        : new RegExp(recipe.versionPattern, 'm').exec(text)?.slice(0, 2).at(-1);
    if (found) return found.trim().slice(0, 100);
    throw new WorkError(`its version command printed nothing that versionPattern finds`);
  }).catch((error) => {
    throw new WorkError(`${recipe.file}: ${messageOf(error)}`);
  });
}

function openCli(
  recipe: Recipe,
  settings: Settings,
  { threads, maxPixels }: Resources,
): CodecSession {
  const { encode, decode, input, output, extension } = recipe;
  const common = (template: Template, field: 'encodeSeconds' | 'decodeSeconds') => ({
    argv: ({ folder, ...files }: FilePaths) =>
      commandOf(recipe, template, { ...placesIn(recipe, folder, threads), ...files }, settings),
    seconds: (_: unknown, { folder }: FilePaths) =>
      reportedIn(placesIn(recipe, folder, threads).timing, field),
  });
  return {
    encode: (image, clock) =>
      encodeThroughFiles(
        {
          input: { name: `input.${input}`, bytes: () => pictureFile(input, image) },
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

type Template = readonly [string, ...Argument[]];

/** The argument array of a template; a program that is a relative path lies beside the recipe. */
function commandOf(
  recipe: Recipe,
  template: Template,
  places: Places,
  settings: Settings,
): string[] {
  const [program = '', ...args] = fillTemplate(template, places, settings);
  return [locate(recipe, program), ...args];
}

function locate({ file }: Recipe, program: string): string {
  const folder = path.dirname(file);
  const told = program.replaceAll('{recipe}', folder);
  return told.includes('/') ? path.resolve(folder, told) : told;
}

function placesIn({ file }: Recipe, folder: string, threads: number): Places {
  return {
    input: '',
    output: '',
    timing: path.join(folder, 'timing.json'),
    recipe: path.dirname(file),
    threads,
  };
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
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return timing.parse(JSON.parse(text))[field] ?? null;
  } catch {
    throw new WorkError(
      `expected JSON with ${field} in the timing file, got '${text.slice(0, 80)}'`,
    );
  }
}

async function pictureFile(format: PictureFormat, image: Raster): Promise<Uint8Array> {
  switch (format) {
    case 'png':
      return encodePng(image, { level: 1 });
    case 'pam':
      return encodePam(image);
    case 'ppm':
    case 'pnm':
      return encodePnm(image);
  }
}
