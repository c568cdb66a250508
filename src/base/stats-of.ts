import { type Stats, statSync } from 'node:fs';

/**
 * What is at a path, links followed; null where nothing is reached by it: it is not there, too long, goes
 * through a file, in a loop of links, or through a folder that may not be looked into.
 */
export function statsOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}
