import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../base/errors.js';
import { datasetIds } from './catalogue.js';
import { matchesPattern } from './name-pattern.js';

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

/**
 * The names that are asked for: those of a list that patterns match, and what is no pattern as it is.
 * @throws UsageError for a pattern that matches none
 */
export function namesAmong(asked: readonly string[], known: readonly string[]): string[] {
  const names = asked.flatMap((name) => {
    if (!isPattern(name) || known.includes(name)) return [name];
    const found = known.filter((each) => matchesPattern(each, name));
    if (found.length === 0) throw unmatched('no data set', name, known);
    return found;
  });
  return [...new Set(names)];
}

async function matching(pattern: string): Promise<string[]> {
  const ids = await datasetIds();
  if (!/[/\\]/.test(pattern)) {
    const known = ids.filter((id) => matchesPattern(id, pattern));
    if (known.length > 0) return known;
  }
  const folders = await foldersLike(pattern);
  if (folders.length > 0) return folders;
  throw unmatched('no data set and no folder', pattern, ids);
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

function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

function unmatched(what: string, pattern: string, known: readonly string[]): UsageError {
  const names = [...new Set(known)].sort();
  return new UsageError(`${what} matches '${pattern}'; known: ${names.join(', ')}`, {
    code: 'unknown-name',
    data: { kind: 'data set', name: pattern, known: names },
  });
}
