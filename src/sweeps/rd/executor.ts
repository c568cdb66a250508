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
  /** Where tasks had better come many at once; by default each comes by itself. */
  readonly units?: RdUnits | undefined;
  /** Lets go of what it holds, processes or connections, and settles once they are gone. */
  close(): Promise<void>;
}

/** Tasks of one picture that are handed out together, so that it is loaded once, wherever that is. */
export interface RdUnits {
  /** The most tasks of a unit. */
  readonly size: number;
  /**
   * Runs tasks of one picture, all of one slot.
   * @returns what became of each; null where it was not run: it was ended before, or nobody can run it
   * @throws as `run` of the executor
   */
  run(
    tasks: readonly RdTask[],
    options: { readonly slot: number; readonly signal: AbortSignal },
  ): Promise<readonly (RdOutcome | null)[]>;
  /** Told once what became of tasks is on disk: it need not be kept anywhere else. */
  written(keys: readonly string[]): void;
}
