import { opendirSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { statsOf } from './stats-of.js';

/** What of a tree is left out. */
export interface BelowOptions {
  /** A folder that is not read, by its real path; null for none. */
  readonly leftOut: string | null;
  /** Whether a link to a file counts as one; links to folders are never followed. */
  readonly links: boolean;
}

/** The files below a folder, by their paths in it, sorted in each folder; hidden files and folders are passed over. */
export function filesBelow(root: string, { leftOut, links }: BelowOptions): string[] {
  const found: string[] = [];
  const walk = (inner: string): void => {
    const entries = readdirSync(path.join(root, inner), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const name = inner === '' ? entry.name : path.join(inner, entry.name);
      if (entry.isFile()) found.push(name);
      else if (entry.isDirectory()) {
        if (realPath(path.join(root, name)) !== leftOut) walk(name);
      } else if (links && entry.isSymbolicLink() && isFile(path.join(root, name))) {
        found.push(name);
      }
    }
  };
  walk('');
  return found;
}

function isFile(file: string): boolean {
  return statsOf(file)?.isFile() === true;
}

/** A path without links; of one that is not there the whole path. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

/** What a plain path below a folder stands behind: `path.join` for many of them. */
export function pathBefore(folder: string): string {
  return path.join(folder, '_').slice(0, -1);
}

/** Whether nothing is in a folder, or there is none; false of one that may not be looked into. */
export function isEmptyFolder(folder: string): boolean {
  try {
    const entries = opendirSync(folder);
    try {
      return entries.readSync() === null;
    } finally {
      entries.closeSync();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
