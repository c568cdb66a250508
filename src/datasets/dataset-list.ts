import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isPattern, matchesPattern } from '../base/name-pattern.js';
import { unmatchedNames } from '../base/names-among.js';
import { datasetIds } from './catalogue.js';

/**
 * The data sets of a list such as `kodak,./photos`, each once. A pattern with * (any characters) and ?
 * (one) stands for the known data sets of such names, `gb82-*`, or for folders, `./sets/*`. What is there
 * under the whole text, or the whole pattern, is one.
 * @throws UsageError for a pattern that matches none
 */
export async function datasetsIn(text: string): Promise<string[]> {
  if (existsSync(text)) return [text];
  const found: string[] = [];
  for (const name of text.split(',').map((part) => part.trim())) {
    if (!isPattern(name) || existsSync(name)) found.push(name);
    else found.push(...(await matching(name)));
  }
  return [...new Set(found)];
}

async function matching(pattern: string): Promise<string[]> {
  const ids = await datasetIds();
  if (!/[/\\]/.test(pattern)) {
    const known = ids.filter((id) => matchesPattern(id, pattern));
    if (known.length > 0) return known;
  }
  const folders = await foldersLike(pattern);
  if (folders.length > 0) return folders;
  throw unmatchedNames('no data set and no folder', pattern, ids);
}

/** The folders that a path with patterns leads to, hidden ones left out, in the order of their names. */
async function foldersLike(pattern: string): Promise<string[]> {
  const parts = pattern.split(/[/\\]+/);
  let found = [''];
  for (const [i, part] of parts.entries()) {
    const next = await Promise.all(
      found.map(async (folder) => {
        const whole = i === 0 ? part || path.sep : path.join(folder, part);
        if (!isPattern(part)) return part === '' || (await isFolder(whole)) ? [whole] : [];
        const names = await readdir(folder || '.').catch(() => []);
        const fitting = names
          .filter((name) => matchesPattern(name, part))
          .filter((name) => !name.startsWith('.') || part.startsWith('.'))
          .sort()
          .map((name) => (i === 0 ? name : path.join(folder, name)));
        const folders = await Promise.all(fitting.map(isFolder));
        return fitting.filter((_, n) => folders[n]);
      }),
    );
    found = next.flat();
  }
  return found.map((folder) => (pattern.startsWith('./') ? `.${path.sep}${folder}` : folder));
}

async function isFolder(name: string): Promise<boolean> {
  return (await stat(name).catch(() => null))?.isDirectory() ?? false;
}
