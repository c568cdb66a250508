/**
 * A folder of results, or several that are read as one: of records of one key that of the last folder
 * counts.
 */
export type ResultFolders = string | readonly string[];

/** The folders, the one that counts last at the end. */
export function foldersOf(results: ResultFolders): readonly string[] {
  return typeof results === 'string' ? [results] : results;
}
