import type { RdOutcome, RdTask } from './task.js';

/**
 * Who runs rate-distortion jobs: processes of this machine, or a queue, other machines, a browser.
 * Tasks and outcomes are plain JSON.
 */
export interface RdExecutor {
  /** Count of tasks that it is given at once. */
  readonly slots: number;
  /**
   * Runs a task. A job that fails is an outcome with its error, also one that its process died of.
   * @param options.slot which of the slots is free, 0 to `slots` - 1: tasks of one picture come by
   *   the same slot as long as there are others for the rest, so that it may keep what it loaded
   * @param options.signal ends the job at once
   * @throws the signal's reason, and what keeps any job from running
   */
  run(
    task: RdTask,
    options: { readonly slot: number; readonly signal: AbortSignal },
  ): Promise<RdOutcome>;
  /** Lets go of what it holds, processes or connections, and settles once they are gone. */
  close(): Promise<void>;
}
