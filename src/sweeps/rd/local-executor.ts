import { messageOf } from '../../base/errors.js';
import { failureStage } from '../../runtimes/processes/failure.js';
import { openPool } from '../../runtimes/processes/pool.js';
import type { RdExecutor } from './executor.js';
import { emptyOutcome } from './outcome.js';
import { type RdOutcome, type RdTask, rdOutcome } from './task.js';

/**
 * Runs jobs in processes of this machine, one for each slot, which stay warm until it is closed. A
 * process that a job crashes or hangs costs that job alone.
 */
export function openLocalExecutor({
  workers,
  timeLimitSeconds,
}: {
  workers: number;
  timeLimitSeconds: number;
}): RdExecutor {
  const pool = openPool<RdTask, RdOutcome>({
    module: new URL('./worker.js', import.meta.url),
    workers,
    answer: rdOutcome,
  });
  return {
    slots: workers,
    async run(task, { slot, signal }) {
      try {
        return await pool.ask(task, { worker: slot, signal, timeLimitSeconds });
      } catch (error) {
        const stage = failureStage(error);
        if (signal.aborted || stage === null) throw error;
        return { ...emptyOutcome(), error: { stage, message: messageOf(error) } };
      }
    },
    close: () => pool.close(),
  };
}
