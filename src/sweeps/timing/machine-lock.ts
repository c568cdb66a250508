import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { cacheFolder } from '../../base/cache.js';
import { lockBase } from '../../base/lock.js';
import type { Warn } from '../../base/warn.js';

/**
 * Waits until no other sweep of this user times anything on this machine, and keeps others waiting
 * until the function that it gives back is called. null where it is told to stop before that.
 */
export async function lockMachine(
  warn: Warn,
  stop: AbortSignal,
): Promise<(() => Promise<void>) | null> {
  const folder = await mkdir(cacheFolder(), { recursive: true }).then(
    () => cacheFolder(),
    () => os.tmpdir(),
  );
  const options = {
    ...lockBase,
    lockfilePath: path.join(folder, 'pareto-timing.lock'),
    onCompromised: (error: Error) => warn(`another sweep may be timing as well: ${error.message}`),
  };
  let told = false;
  for (;;) {
    try {
      return await lockfile.lock(folder, options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      if (stop.aborted) return null;
      if (!told) warn('another sweep is timing on this machine; waiting for it to end');
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
