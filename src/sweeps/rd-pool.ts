import { Tinypool } from 'tinypool';
import { emptyOutcome, type RdOutcome, type RdTask } from './rd-job.js';
import type { JobError } from './record.js';

/** A pool of worker processes: a codec that crashes or hangs takes only its own job with it. */
export interface RdPool {
  /** Runs a task. Never rejects: a dead or stopped worker is a failed outcome. */
  run(task: RdTask): Promise<RdOutcome>;
  close(): Promise<void>;
}

/**
 * @param workers count of processes
 * @param timeLimitSeconds a job that takes longer is stopped, and its worker with it
 * @param stop stops all running jobs at once when it aborts
 */
export function openRdPool({
  workers,
  timeLimitSeconds,
  stop,
}: {
  workers: number;
  timeLimitSeconds: number;
  stop: AbortSignal;
}): RdPool {
  const pool = new Tinypool({
    filename: new URL('./rd-worker.js', import.meta.url).href,
    // Processes, not threads: native code that crashes would take all threads with it, and native
    // code that hangs cannot be stopped in a thread.
    runtime: 'child_process',
    minThreads: workers,
    maxThreads: workers,
  });
  return {
    async run(task) {
      const limit = new AbortController();
      const timer = setTimeout(() => limit.abort(), timeLimitSeconds * 1000);
      try {
        const outcome: RdOutcome = await pool.run(task, {
          signal: AbortSignal.any([limit.signal, stop]),
        });
        return outcome;
      } catch {
        return { ...emptyOutcome(), error: causeOf(limit.signal.aborted, timeLimitSeconds) };
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => pool.destroy(),
  };
}

function causeOf(overLimit: boolean, timeLimitSeconds: number): JobError {
  if (overLimit) {
    return {
      stage: 'timeout',
      message: `not done after ${timeLimitSeconds} s; allow more with --time-limit`,
    };
  }
  return {
    stage: 'worker',
    message: 'the worker process died: a crash, no memory left, or a kill',
  };
}
