import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../base/cache.js';
import { digestFile } from '../base/digest.js';
import { readVerified } from '../runtimes/onnx/session.js';
import { readExportNote } from './card.js';
import { graphOf, type ModelCard } from './card-schema.js';
import { projectModels } from './catalogue.js';

/** A file that is one of a model's graphs. Its contents are checked once more when it is read. */
export interface GraphFile {
  readonly path: string;
  readonly sha256: string;
  /** Of all its files. */
  readonly bytes: number;
  /** Weights that lie in files beside it, as those of graph models do. */
  readonly shards: readonly { readonly path: string; readonly sha256: string }[];
}

/** Where a graph is, or why there is none and what brings it. */
export type Located =
  | { readonly found: GraphFile; readonly missing: null }
  | { readonly found: null; readonly missing: string };

/**
 * Looks for the file of a model's graph: in the folders of PARETO_MODELS (a list like PATH), each
 * as `<folder>/<id>/<file>`, `<folder>/<file>` and in the folders one level down; then in the
 * project's `models/<id>`; then in the user's cache, where exports go that the project's folder
 * cannot take.
 *
 * A file counts if it has the SHA-256 of one that the card names, or of the one in the note that an
 * export has left beside it. A graph of random weights never counts.
 */
export async function locateGraph(card: ModelCard, graph = 'distance'): Promise<Located> {
  return locateFile(card, graphOf(card, graph).files);
}

interface Contents {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A file that a card names. */
interface KnownFile extends Contents {
  readonly shards?: readonly Contents[] | undefined;
}

/** Bytes of a file that a card names, with its shards. */
export function bytesOf({ bytes, shards = [] }: KnownFile): number {
  return shards.reduce((sum, shard) => sum + shard.bytes, bytes);
}

/** Looks for one of a model's files, any of those named, as `locateGraph` does. */
export async function locateFile(
  { id, kind, weights }: Pick<ModelCard, 'id' | 'kind' | 'weights'>,
  files: readonly KnownFile[],
): Promise<Located> {
  let other: string | undefined;
  const names = files.map(({ file }) => file);
  for (const folder of await foldersOf(id)) {
    // In a folder that the user has named, a file of that name may well be somebody else's.
    const note = await readExportNote(path.join(folder, 'export.json')).catch(() => null);
    const counts = note?.id === id && !note.random && names.includes(note.file);
    const exported: readonly KnownFile[] = counts ? [note] : [];
    for (const known of [...exported, ...files]) {
      const { shards = [], ...first } = known;
      const candidate = path.join(folder, first.file);
      const status = await stat(candidate).catch(() => null);
      if (!status?.isFile()) continue;
      const random = note?.random === true && note.file === first.file;
      const all = [first, ...shards].map((each) => ({
        ...each,
        path: path.join(folder, each.file),
      }));
      const wrong = random ? `${candidate} is of random weights` : await firstFault(all);
      if (wrong === null) {
        const { sha256 } = first;
        const found = { path: candidate, sha256, bytes: bytesOf(known), shards: all.slice(1) };
        return { found, missing: null };
      }
      other ??= wrong;
    }
  }
  const advice =
    kind === 'metric' || files.length === 0 || weights.length > 0
      ? `'pareto models export ${id}' makes it, or name its folder in PARETO_MODELS`
      : `name the folder that it lies in in PARETO_MODELS`;
  return {
    found: null,
    missing: `${other ?? `${names.join(' or ') || `a graph of ${id}`} is not here`}: ${advice}`,
  };
}

/** Digests by path, length and time of change: a sweep looks for its models at every job. */
const digests = new Map<string, string>();

async function firstFault(
  files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[],
): Promise<string | null> {
  for (const { path: file, ...contents } of files) {
    const wrong = await whatIsWrong(file, contents);
    if (wrong !== null) return `${file} ${wrong}`;
  }
  return null;
}

async function whatIsWrong(
  file: string,
  { sha256, bytes }: { sha256: string; bytes: number },
): Promise<string | null> {
  const status = await stat(file).catch(() => null);
  if (status === null) return 'is not here';
  const { size, mtimeMs } = status;
  if (size !== bytes) return 'is another file, by its length';
  const state = `${file} ${size} ${mtimeMs}`;
  const digest = digests.get(state) ?? (await digestFile(file).catch(() => null))?.sha256;
  if (digest === undefined) return 'cannot be read';
  digests.set(state, digest);
  return digest === sha256 ? null : 'is damaged or another file, by its SHA-256';
}

/** Reads a located graph. Throws WorkError where it is gone or holds something else. */
export function readGraph({ path: file, sha256 }: GraphFile): Promise<Uint8Array> {
  return readVerified(file, sha256);
}

/** Where an export puts a graph if the project's own folder cannot be written to. */
export function cachedModels(id: string): string {
  return cacheFolder('models', id);
}

/** Where the files of a model may lie, in the order in which they are looked for. */
export async function foldersOf(id: string): Promise<string[]> {
  const named = (process.env['PARETO_MODELS'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.resolve(folder));
  const folders: string[] = [];
  for (const folder of named) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    folders.push(path.join(folder, id), folder);
    folders.push(...below.sort().map((name) => path.join(folder, name)));
  }
  return [...new Set([...folders, path.join(projectModels, id), cachedModels(id)])];
}
