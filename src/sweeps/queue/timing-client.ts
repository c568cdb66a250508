import { rmSync } from 'node:fs';
import type { z } from 'zod';
import { makeFolder } from '../../base/make-folder.js';
import { openPool } from '../../runtimes/processes/pool.js';
import { type TimingAnswer, type TimingMessage, timingAnswer } from './messages.js';

/** What the process that times is asked. */
export interface TimingQuestion {
  readonly message: TimingMessage;
  /** A folder of results of its own, where it leaves its journal. */
  readonly results: string;
  readonly testbed: string;
}

const timed = timingAnswer.omit({ worker: true });

/** Times by a process of its own: what it does blocks a process for seconds, and a queue must be heard. */
export interface TimingByProcess {
  /** Null where it was stopped before it was done: the next one goes on from its journal. */
  run(
    message: TimingMessage,
    how: { readonly results: string; readonly testbed: string; readonly stop: AbortSignal },
  ): Promise<Omit<TimingAnswer, 'worker'> | null>;
  close(): Promise<void>;
}

/** A run may take days: each pass has its own limit of time. */
const longest = 2_000_000;

/** Opens it; the process starts when it is first asked. */
export function openTimingProcess(memoryBytes?: number): TimingByProcess {
  const pool = openPool<TimingQuestion, z.infer<typeof timed>>({
    module: new URL('./timing-worker.js', import.meta.url),
    workers: 1,
    answer: timed,
  });
  return {
    async run(message, { results, testbed, stop }) {
      makeFolder(results);
      try {
        const answer = await pool.ask(
          { message, results, testbed },
          { timeLimitSeconds: longest, signal: stop, memoryBytes },
        );
        rmSync(results, { recursive: true, force: true });
        return answer;
      } catch (error) {
        if (stop.aborted) return null;
        throw error;
      }
    },
    close: () => pool.close(),
  };
}
