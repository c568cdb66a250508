import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type LeaderboardInput,
  type ReadResultsOptions,
  readResultsInSteps,
} from '../leaderboard/leaderboard.js';
import type { ResultFolders } from '../results/folders.js';
import type { FilesRead } from '../results/read-records.js';

/**
 * Reads what a leaderboard is made from, file by file: others have a turn between two files.
 * @throws the signal's reason, after the file at hand
 */
export async function readInSteps(
  results: ResultFolders,
  {
    onProgress,
    signal,
    ...options
  }: ReadResultsOptions & {
    readonly onProgress?: ((read: FilesRead) => void) | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<LeaderboardInput> {
  const steps = readResultsInSteps(results, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value);
    await nextTurn();
    signal?.throwIfAborted();
  }
}
