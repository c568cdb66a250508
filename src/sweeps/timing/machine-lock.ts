import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../base/cache.js';
import { holdLock, tryLock } from '../../base/lock.js';
import type { Warn } from '../../base/warn.js';

/**
 * Waits until no other sweep of this user times anything on this machine, and keeps others waiting
 * until the function that it gives back is called. null where it is told to stop before that.
 */
export async function lockMachine(warn: Warn, stop: AbortSignal): Promise<(() => void) | null> {
  const folder = await mkdir(cacheFolder(), { recursive: true }).then(
    () => cacheFolder(),
    () => os.tmpdir(),
  );
  const file = path.join(folder, 'pareto-timing.lock');
  const unlock = tryLock(file);
  if (unlock !== null || stop.aborted) return unlock;
  warn('another sweep is timing on this machine; waiting for it to end');
  return holdLock(file, { signal: stop }).catch((error: unknown) => {
    if (stop.aborted) return null;
    throw error;
  });
}
