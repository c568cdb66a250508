import { stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../base/cache.js';

/** The folders that the user has named as holding data sets: PARETO_DATA, a list like PATH. */
function dataFolders(): string[] {
  return (process.env['PARETO_DATA'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
}

/** Where a data set's files are kept that were downloaded. */
export function downloadFolder(id: string): string {
  return cacheFolder('datasets', id);
}

/**
 * The files that may be a data set's file, the first to be looked at first: in the folders of
 * PARETO_DATA, each as `<folder>/<id>/<file>` and then as `<folder>/<file>`; the project's own; the
 * user's cache.
 */
export async function findFiles(project: string, id: string, file: string): Promise<string[]> {
  const named = dataFolders().flatMap((folder) => [path.join(folder, id), folder]);
  const found: string[] = [];
  for (const folder of [...named, path.join(project, id), downloadFolder(id)]) {
    const candidate = path.resolve(folder, file);
    const status = await stat(candidate).catch(() => null);
    if (status?.isFile()) found.push(candidate);
  }
  return found;
}
