import { stat } from 'node:fs/promises';
import path from 'node:path';
import { digestFile } from '../base/digest.js';
import { unknownName } from '../base/errors.js';
import { datasetIds, loadManifest, projectDatasets } from './catalogue.js';
import { listFolder } from './folder.js';
import type { Manifest, ManifestFile } from './manifest.js';
import { obtainFiles } from './obtain.js';
import { type Selection, select } from './select.js';
import { isInShard, type Shard } from './shard.js';

/** An image file of a data set. */
export interface ImageRef {
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Its class, such as `photograph`, by its data set or its subfolder; none where neither says it. */
  readonly content?: string | null;
}

/** Images that are measured together. */
export interface Dataset {
  readonly id: string;
  readonly title: string;
  readonly images: readonly ImageRef[];
}

export interface OpenOptions extends Selection {
  /** Only the images of one shard: the others of a known data set are not even downloaded. */
  readonly shard?: Shard | undefined;
  /** Told of downloads, in bytes. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends downloads and the reading of files; what was downloaded so far stays. */
  readonly signal?: AbortSignal | undefined;
  /** By which the images of a folder are told; unless given, those of the formats without a codec. */
  readonly extensions?: readonly string[] | undefined;
}

/** The digest that stands for a file that cannot be read: that of no bytes at all. */
const nothing = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  bytes: 0,
};

/**
 * Opens a data set by id, or any folder of images, or a single image, by path. Only the images that
 * are selected are looked for, downloaded and hashed.
 *
 * A folder's id is its base name in small letters, digits and dashes; where a data set has that id
 * and the files are not its own, with `-folder` behind. Its subfolders are classes of images. A file of
 * a folder that cannot be read is listed all the same: it fails when it is used.
 * @throws UsageError for an unknown data set, an empty folder, a selection that matches nothing
 * @throws WorkError for files that are not at hand or not the data set's
 * @throws the reason of `signal`
 */
export async function openDataset(idOrPath: string, options: OpenOptions = {}): Promise<Dataset> {
  const ids = await datasetIds();
  if (ids.includes(idOrPath)) return openKnown(await loadManifest(idOrPath), options);
  const isPath = /[/\\]/.test(idOrPath) || (await stat(idOrPath).catch(() => null)) !== null;
  if (!isPath) throw unknownName('data set', idOrPath, ids);
  return openFolder(idOrPath, ids, options);
}

async function openKnown(manifest: Manifest, options: OpenOptions): Promise<Dataset> {
  const { id, title } = manifest;
  const { onProgress, signal, shard } = options;
  const files = inShard(select(id, manifest.files, options), shard);
  const paths = await obtainFiles(projectDatasets, manifest, files, {
    ...(onProgress && { onProgress }),
    signal,
  });
  const images = files.map((file, i) => {
    const { name, sha256, bytes } = file;
    return { name, path: paths[i]!, sha256, bytes, content: contentIn(manifest, file) };
  });
  return { id, title, images };
}

async function openFolder(
  folder: string,
  ids: readonly string[],
  { shard, ...options }: OpenOptions,
): Promise<Dataset> {
  const whole = await openWholeFolder(folder, ids, options);
  return { ...whole, images: inShard(whole.images, shard) };
}

function inShard<T extends { readonly sha256: string }>(
  images: readonly T[],
  shard: Shard | undefined,
): readonly T[] {
  return shard === undefined ? images : images.filter(({ sha256 }) => isInShard(shard, sha256));
}

async function openWholeFolder(
  folder: string,
  ids: readonly string[],
  options: Omit<OpenOptions, 'shard'>,
): Promise<Dataset> {
  const title = path.basename(path.resolve(folder));
  const images: ImageRef[] = [];
  for (const file of select(title, await listFolder(folder, options.extensions), options)) {
    options.signal?.throwIfAborted();
    images.push({ ...file, ...(await digestFile(file.path).catch(() => nothing)) });
  }
  const slug = slugOf(title);
  const known = ids.includes(slug) ? await loadManifest(slug) : null;
  if (known === null) return { id: slug, title, images };
  if (!isPartOf(known, images)) return { id: `${slug}-folder`, title, images };
  const files = new Map(known.files.map((file) => [file.sha256, file]));
  const withContent = images.map((image) => ({
    ...image,
    content: contentIn(known, files.get(image.sha256)!),
  }));
  return { id: slug, title, images: withContent };
}

/** The class of a manifest's file. */
function contentIn(manifest: Manifest, { content }: ManifestFile): string | null {
  return content ?? manifest.content ?? null;
}

function slugOf(title: string): string {
  const slug = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return slug.replaceAll(/^-|-$/g, '') || 'folder';
}

function isPartOf({ files }: Manifest, images: readonly ImageRef[]): boolean {
  const known = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  return images.every(({ name, sha256 }) => known.get(name) === sha256);
}
