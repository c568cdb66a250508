import { existsSync } from 'node:fs';
import { UsageError } from '../base/errors.js';
import { foldersOf, type ResultFolders } from './folders.js';

/** What is told of a folder of results, or several, in which there is nothing to read. */
export function noResults(results: ResultFolders): UsageError {
  const told = foldersOf(results).map(
    (folder) => `${folder} ${existsSync(folder) ? 'holds no records' : 'is not there'}`,
  );
  const folder = foldersOf(results).at(-1);
  return new UsageError(`expected a folder of results: ${told.join(', ')}`, {
    code: 'no-results',
    data: { folder },
  });
}
