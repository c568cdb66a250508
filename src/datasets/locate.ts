import { stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../cache.js';

/** The folders that the user has named as holding data sets: PARETO_DATA, a list like PATH. */
function dataFolders(): string[] {
  return (process.env['PARETO_DATA'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
}

/** Where a data set's files are kept that were downloaded. */
export function downloadFolder(id: string): string {
  return cacheFolder('datasets', id);
}

/**
 * Finds a file of a data set, or null. Looked at in this order: the folders of PARETO_DATA, each as
 * `<folder>/<id>/<file>` and then as `<folder>/<file>`; the project's own; the user's cache.
 */
export async function findFile(project: string, id: string, file: string): Promise<string | null> {
  const named = dataFolders().flatMap((folder) => [path.join(folder, id), folder]);
  for (const folder of [...named, path.join(project, id), downloadFolder(id)]) {
    const candidate = path.resolve(folder, file);
    const found = await stat(candidate).catch(() => null);
    if (found?.isFile()) return candidate;
  }
  return null;
}
