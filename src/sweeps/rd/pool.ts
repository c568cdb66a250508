import { type Child, ChildFailure, startChild } from '../../runtimes/processes/child.js';
import { emptyOutcome, type RdOutcome, type RdTask } from './job.js';

/** One worker process of the pool, renewed when a job has crashed or hung it. */
export interface RdWorker {
  /** Runs a task. A dead, late or halted process is a failed outcome. */
  run(task: RdTask): Promise<RdOutcome>;
  close(): void;
}

/** @param halt stops the running job at once when it aborts */
export function openRdWorker({
  timeLimitSeconds,
  halt,
}: {
  timeLimitSeconds: number;
  halt: AbortSignal;
}): RdWorker {
  let child: Child<RdTask, RdOutcome> | null = null;
  const kill = (): void => child?.kill();
  halt.addEventListener('abort', kill, { once: true });
  return {
    async run(task) {
      if (!child?.alive) child = startChild(new URL('./worker.js', import.meta.url));
      try {
        return await child.ask(task, timeLimitSeconds);
      } catch (error) {
        if (!(error instanceof ChildFailure)) throw error;
        return { ...emptyOutcome(), error: { stage: error.stage, message: error.message } };
      }
    },
    close() {
      halt.removeEventListener('abort', kill);
      kill();
    },
  };
}
