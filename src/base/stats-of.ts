import { type Stats, statSync } from 'node:fs';

/**
 * What is at a path, links followed; null where nothing is reached by it: it is not there, too long, goes
 * through a file, in a loop of links, or through a folder that may not be looked into.
 */
export function statsOf(file: string): Stats | null {
  try {
    // An error for each file that is not there would take longer than asking for it.
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
