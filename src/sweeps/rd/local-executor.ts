import { messageOf, WorkError } from '../../base/errors.js';
import { failureStage } from '../../runtimes/processes/failure.js';
import { createMemoryLender, memoryBudget } from '../../runtimes/processes/memory-budget.js';
import { openPool } from '../../runtimes/processes/pool.js';
import type { RdExecutor } from './executor.js';
import { emptyOutcome } from './outcome.js';
import { type RdOutcome, type RdTask, rdOutcome } from './task.js';

/** The least that a worker is given: less does not do for program and libraries. */
const leastBytes = 2 ** 29;

/**
 * Runs jobs in processes of this machine, one for each slot, which stay warm until it is closed. A
 * process that a job crashes or hangs, or that takes more memory than it may, costs that job alone.
 *
 * Each worker has its part of the memory. A job for which that is too little is tried again with all
 * of it, while the others wait.
 * @param options.memoryBytes what all workers together may take; `memoryBudget` if not given
 */
export function openLocalExecutor({
  workers,
  timeLimitSeconds,
  memoryBytes: totalBytes = memoryBudget(),
}: {
  workers: number;
  timeLimitSeconds: number;
  memoryBytes?: number | undefined;
}): RdExecutor {
  const pool = openPool<RdTask, RdOutcome>({
    module: new URL('./worker.js', import.meta.url),
    workers,
    answer: rdOutcome,
    lender: createMemoryLender(totalBytes),
    renewsLarge: true,
  });
  const part = Math.min(totalBytes, Math.max(totalBytes / workers, leastBytes));
  const runWithin = (
    memoryBytes: number,
    task: RdTask,
    { slot, signal }: { slot: number; signal: AbortSignal },
  ): Promise<RdOutcome> => pool.ask(task, { worker: slot, signal, timeLimitSeconds, memoryBytes });
  return {
    slots: workers,
    async run(task, options) {
      try {
        return await runWithin(part, task, options).catch((error: unknown) => {
          if (part === totalBytes || !tookTooMuch(error)) throw error;
          return runWithin(totalBytes, task, options);
        });
      } catch (error) {
        const stage = failureStage(error);
        if (options.signal.aborted || stage === null) throw error;
        return { ...emptyOutcome(), error: { stage, message: messageOf(error) } };
      }
    },
    close: () => pool.close(),
  };
}

function tookTooMuch(error: unknown): boolean {
  return error instanceof WorkError && error.code === 'memory-limit';
}
