import path from 'node:path';
import { isOwnError } from './errors.js';
import { underLock } from './lock.js';
import { cannotWrite } from './write-whole.js';

/** A page with all its pictures takes seconds; a program that takes longer is stuck. */
const patienceSeconds = 600;

/**
 * Does what writes several files into a folder, one program at a time: of what two programs write,
 * all is of one of them. Waits for others, ten minutes at most.
 * @throws WorkError where the folder takes no files, or another program does not let go of it, and
 *   what the work throws
 */
export async function writeTogether<T>(folder: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await underLock(path.join(folder, '.pareto.lock'), work, { patienceSeconds });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isOwnError(error) || typeof code !== 'string') throw error;
    throw cannotWrite(folder, error);
  }
}
