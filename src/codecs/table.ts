import path from 'node:path';
import { UsageError, unknownName } from '../base/errors.js';
import { recipePrefix } from '../base/spec.js';
import type { AnyCodec } from './codec.js';
import { codecs, jpegCodecs } from './registry.js';

/**
 * Where a codec comes from, told to other processes that load it anew: the id of one of the
 * program's own, a recipe of command lines, or a codec of a plugin. Plain JSON.
 */
export type CodecSource =
  | string
  | { readonly recipe: string; readonly sha256: string; readonly version: string }
  | { readonly plugin: string; readonly sha256: string; readonly id: string };

/** Ids of the program's own codecs: of pictures, then of JPEG files. */
export const codecNames: readonly string[] = [...codecs.names, ...jpegCodecs.names];

export interface FoundCodec {
  readonly codec: AnyCodec;
  readonly source: CodecSource;
}

/** The program's own codecs and those of the user. */
export interface CodecTable {
  readonly names: readonly string[];
  /**
   * Finds a codec by its id, or by `cli:` and the path of a recipe, which the table then holds too.
   * @throws UsageError
   */
  load(name: string): Promise<FoundCodec>;
  /** The user's own codec that says a file is of its format; null where none does. */
  recognise(bytes: Uint8Array): FoundCodec | null;
}

/**
 * The program's own codecs with those of these files: plugins (.js, .mjs) and recipes (.json).
 * @throws UsageError for a file that is neither, and for an id that is taken
 */
export async function openCodecTable(plugins: readonly string[] = []): Promise<CodecTable> {
  const added = new Map<string, FoundCodec & { readonly file: string }>();
  const add = (found: FoundCodec, file: string): FoundCodec => {
    const { id } = found.codec;
    const known = added.get(id);
    if (known?.file === file) return known;
    if (known || codecNames.includes(id)) {
      const owner = known ? known.file : 'this program';
      throw new UsageError(`${file}: the id '${id}' is taken by a codec of ${owner}; take another`);
    }
    added.set(id, { ...found, file });
    return found;
  };
  const addRecipe = async (file: string): Promise<FoundCodec> => {
    const { readRecipe } = await import('./cli/recipe.js');
    const { askCodecVersion, createCliCodec } = await import('./cli/codec.js');
    const recipe = await readRecipe(file);
    const version = await askCodecVersion(recipe);
    const source = { recipe: recipe.file, sha256: recipe.sha256, version };
    return add({ codec: createCliCodec(recipe, version), source }, recipe.file);
  };
  for (const given of plugins) {
    if (path.extname(given) === '.json') await addRecipe(given);
    else {
      const { loadPlugin } = await import('./plugin.js');
      const { file, sha256, codecs: brought } = await loadPlugin(given);
      for (const codec of brought) {
        if (added.get(codec.id)?.file === file) {
          throw new UsageError(`${given}: two of its codecs have the id '${codec.id}'`);
        }
        add({ codec, source: { plugin: file, sha256, id: codec.id } }, file);
      }
    }
  }
  const names = (): string[] => [...codecNames, ...added.keys()];
  return {
    get names() {
      return names();
    },
    async load(name) {
      if (name.startsWith(recipePrefix)) return addRecipe(name.slice(recipePrefix.length));
      const found = added.get(name);
      if (found) return found;
      if (codecNames.includes(name)) return { codec: await loadOwn(name), source: name };
      throw unknownName('codec', name, names());
    },
    recognise: (bytes) =>
      [...added.values()].find(({ codec }) => codec.format.recognises(bytes)) ?? null,
  };
}

/**
 * Loads a codec in another process than the one that found it.
 * @throws UsageError where its file is another than it was then
 */
export async function loadCodec(source: CodecSource): Promise<AnyCodec> {
  if (typeof source === 'string') return loadOwn(source);
  const key = JSON.stringify(source);
  const known = loaded.get(key);
  if (known) return known;
  const codec = await loadFile(source);
  loaded.set(key, codec);
  return codec;
}

const loaded = new Map<string, AnyCodec>();

function loadOwn(id: string): Promise<AnyCodec> {
  return jpegCodecs.names.includes(id) ? jpegCodecs.load(id) : codecs.load(id);
}

async function loadFile(source: Exclude<CodecSource, string>): Promise<AnyCodec> {
  const demandSame = (file: string, sha256: string): void => {
    if (sha256 === source.sha256) return;
    throw new UsageError(`${file} has changed since the sweep began; start it again`);
  };
  if ('recipe' in source) {
    const { readRecipe } = await import('./cli/recipe.js');
    const { createCliCodec } = await import('./cli/codec.js');
    const recipe = await readRecipe(source.recipe);
    demandSame(source.recipe, recipe.sha256);
    return createCliCodec(recipe, source.version);
  }
  const { loadPlugin } = await import('./plugin.js');
  const plugin = await loadPlugin(source.plugin);
  demandSame(source.plugin, plugin.sha256);
  const codec = plugin.codecs.find(({ id }) => id === source.id);
  if (codec) return codec;
  throw new UsageError(`${source.plugin} has no codec '${source.id}'`);
}
