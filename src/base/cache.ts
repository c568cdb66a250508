import path from 'node:path';
import envPaths from 'env-paths';

/** A folder in the user's cache: PARETO_CACHE, or where the system keeps caches. */
export function cacheFolder(...parts: string[]): string {
  const root = process.env['PARETO_CACHE'] || envPaths('pareto', { suffix: '' }).cache;
  return path.join(root, ...parts);
}
