import { messageOf } from '../../base/errors.js';
import { failureStage } from '../../runtimes/processes/failure.js';
import { openPool } from '../../runtimes/processes/pool.js';
import {
  type FromTiming,
  fromTiming,
  type PassRequest,
  type TimingSetup,
  type ToTiming,
} from './protocol.js';

/** The quiet process that does the timing, renewed when a configuration has crashed or hung it. */
export interface TimingProcess {
  /** Makes one pass. A process that dies or is late is a failed answer. */
  pass(request: PassRequest): Promise<FromTiming>;
  /** Whether the present process has made a pass with this configuration. */
  isWarm(configuration: number): boolean;
  /** Settles once the process is gone. */
  close(): Promise<void>;
}

/** @param options.stop ends the process at once when it aborts */
export function openTimingProcess(
  setup: TimingSetup,
  {
    timeLimitSeconds,
    memoryBytes,
    stop,
  }: { timeLimitSeconds: number; memoryBytes?: number | undefined; stop: AbortSignal },
): TimingProcess {
  const warm = new Set<number>();
  const pool = openPool<ToTiming, FromTiming>({
    module: new URL('./process.js', import.meta.url),
    workers: 1,
    answer: fromTiming,
    async onStart(ask) {
      warm.clear();
      await ask({ setup });
    },
  });
  return {
    async pass(request) {
      try {
        const answer = await pool.ask(
          { pass: request },
          { timeLimitSeconds, memoryBytes, signal: stop },
        );
        if ('samples' in answer) warm.add(request.configuration);
        return answer;
      } catch (error) {
        const stage = stop.aborted ? 'worker' : failureStage(error);
        if (stage === null) throw error;
        return { failed: { stage, message: messageOf(error), image: null } };
      }
    },
    isWarm: (configuration) => pool.isWarm(0) && warm.has(configuration),
    close: () => pool.close(),
  };
}
