import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFiles } from './locate.js';
import { type Manifest, readManifest } from './manifest.js';

/** The project's own folder of manifests and committed images. */
export const projectDatasets = fileURLToPath(new URL('../../datasets/', import.meta.url));

/** A data set that the project knows, and how much of it is at hand. */
export interface DatasetSummary {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly licence: string;
  readonly source: string;
  /** How many images it has, and their files' total size. */
  readonly images: number;
  readonly bytes: number;
  /** Files found in none of the places looked at; their content is not checked here. */
  readonly missing: number;
  /** Where the files were found: one folder as a rule, none where all are missing. */
  readonly folders: readonly string[];
}

/** The ids of all manifests, sorted. */
export async function datasetIds(): Promise<string[]> {
  const names = await readdir(projectDatasets);
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.basename(name, '.json'))
    .sort();
}

/** Whether the project has a data set of this id. */
export function knowsDataset(id: string): boolean {
  return path.basename(id) === id && existsSync(path.join(projectDatasets, `${id}.json`));
}

/** The manifest of a data set that `datasetIds` names. Throws WorkError. */
export async function loadManifest(id: string): Promise<Manifest> {
  return readManifest(path.join(projectDatasets, `${id}.json`));
}

/** Every data set that has a manifest in the project. Throws WorkError for a broken manifest. */
export async function listDatasets(): Promise<DatasetSummary[]> {
  const manifests = await Promise.all((await datasetIds()).map(loadManifest));
  return Promise.all(manifests.map(summarise));
}

async function summarise(manifest: Manifest): Promise<DatasetSummary> {
  const { id, title, description, licence, source, files } = manifest;
  const candidates = files.map(({ file }) => findFiles(projectDatasets, id, file));
  const found = (await Promise.all(candidates)).map((paths) => paths[0] ?? null);
  const present = found.filter((file) => file !== null);
  return {
    id,
    title,
    description,
    licence,
    source,
    images: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    missing: files.length - present.length,
    folders: [...new Set(present.map((file) => path.dirname(file)))],
  };
}
