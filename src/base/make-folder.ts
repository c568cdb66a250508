import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder with those above it. Node's own way never ends where a file system says of a folder that is
 * there that it is not, as below /proc.
 * @returns those that were not there, from the top
 * @throws the error of the system
 */
export function makeFolder(folder: string): string[] {
  if (made(folder)) return [folder];
  if (isFolder(folder)) return [];
  const above = makeFolder(path.dirname(folder));
  // Another program may have made it meanwhile.
  if (!isFolder(folder)) mkdirSync(folder);
  return [...above, folder];
}

/** Whether it is made now. Throws where it cannot be, and it is not for want of those above it. */
function made(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isTop = path.dirname(folder) === folder;
    if (isFolder(folder) || (code === 'ENOENT' && !isTop)) return false;
    throw error;
  }
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
