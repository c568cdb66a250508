import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { holdLock, tryLock } from '../../base/lock.js';
import type { Warn } from '../../base/warn.js';

/** The environment variable that names another folder of locks, as where several machines share one. */
const folderVariable = 'PARETO_LOCKS';

/**
 * Waits until nobody else times anything on this machine, whichever user and cache, and keeps others
 * waiting until the function that it gives back is called. null where it is told to stop before that.
 */
export async function lockMachine(warn: Warn, stop: AbortSignal): Promise<(() => void) | null> {
  const file = path.join(lockFolder(), 'pareto-timing.lock');
  const unlock = tryLock(file);
  if (unlock !== null || stop.aborted) return unlock && readable(file, unlock);
  warn('another sweep is timing on this machine; waiting for it to end');
  const waited = await holdLock(file, { signal: stop }).catch((error: unknown) => {
    if (stop.aborted) return null;
    throw error;
  });
  return waited && readable(file, waited);
}

/** Others are to see who holds it, whatever this user's files are like. */
function readable(file: string, unlock: () => void): () => void {
  chmodSync(file, 0o644);
  return unlock;
}

/**
 * One folder for all users of the machine. Everybody may remove what lies in it: a lock whose holder was
 * killed is of whoever comes next. It holds nothing else, and no link is followed to it.
 */
function lockFolder(): string {
  const told = process.env[folderVariable];
  if (told) return told;
  const shared =
    process.platform === 'win32' ? (process.env['ProgramData'] ?? os.tmpdir()) : '/tmp';
  const folder = path.join(shared, 'pareto-locks');
  try {
    mkdirSync(folder);
    chmodSync(folder, 0o777);
  } catch {
    // It is there, or the system has no such place.
  }
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : os.tmpdir();
}
