import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { statsOf } from './stats-of.js';

/**
 * Makes a folder with those above it. Node's own way never ends where a file system says of a folder that is
 * there that it is not, as below /proc.
 * @returns those that were not there, from the top
 * @throws the error of the system
 */
export function makeFolder(folder: string): string[] {
  if (isFolder(folder)) return [];
  try {
    mkdirSync(folder);
    return [folder];
  } catch (error) {
    // Another program may have made it meanwhile.
    if (isFolder(folder)) return [];
    const above = path.dirname(folder);
    const lacksAbove = (error as NodeJS.ErrnoException).code === 'ENOENT' && !isFolder(above);
    if (!lacksAbove || above === folder) throw error;
    return [...makeFolder(above), ...makeFolder(folder)];
  }
}

function isFolder(folder: string): boolean {
  return statsOf(folder)?.isDirectory() === true;
}
