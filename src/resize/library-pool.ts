import { memoryBudget } from '../runtimes/processes/memory-budget.js';
import { openPool, type ProcessPool } from '../runtimes/processes/pool.js';
import { type ResizeAnswer, resizeAnswer } from './result.js';
import type { ResizeTask } from './task.js';

export type LibraryPool = ProcessPool<ResizeTask, ResizeAnswer>;

/** Seconds that one picture may take by the libraries. */
const timeLimitSeconds = 300;

/** Opens processes that resize by the libraries; none is started before it is needed. */
export function openLibraryPool(workers: number): LibraryPool {
  return openPool<ResizeTask, ResizeAnswer>({
    module: new URL('./worker.js', import.meta.url),
    workers,
    answer: resizeAnswer,
    serialization: 'advanced',
    renewsLarge: true,
  });
}

/** What one question to them may take. */
export function libraryLimits(workers: number, signal: AbortSignal | undefined) {
  return { timeLimitSeconds, memoryBytes: Math.floor(memoryBudget() / workers), signal };
}
