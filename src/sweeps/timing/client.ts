import { type Child, ChildFailure, startChild } from '../../runtimes/processes/child.js';
import type { FromTiming, PassRequest, TimingSetup, ToTiming } from './protocol.js';

/** The quiet process that does the timing, renewed when a configuration has crashed or hung it. */
export interface TimingProcess {
  /** Makes one pass. A process that dies or is late is a failed answer. */
  pass(request: PassRequest): Promise<FromTiming>;
  /** Whether the present process has made a pass with this configuration. */
  isWarm(configuration: number): boolean;
  close(): void;
}

/** @param options.stop ends the process at once when it aborts */
export function openTimingProcess(
  setup: TimingSetup,
  { timeLimitSeconds, stop }: { timeLimitSeconds: number; stop: AbortSignal },
): TimingProcess {
  let child: Child<ToTiming, FromTiming> | null = null;
  const warm = new Set<number>();
  const kill = (): void => child?.kill();
  stop.addEventListener('abort', kill, { once: true });

  const obtain = async (): Promise<Child<ToTiming, FromTiming>> => {
    if (child?.alive) return child;
    warm.clear();
    child = startChild<ToTiming, FromTiming>(new URL('./process.js', import.meta.url));
    await child.ask({ setup }, timeLimitSeconds);
    return child;
  };
  return {
    async pass(request) {
      try {
        const answer = await (await obtain()).ask({ pass: request }, timeLimitSeconds);
        if ('samples' in answer) warm.add(request.configuration);
        return answer;
      } catch (error) {
        if (!(error instanceof ChildFailure)) throw error;
        return { failed: { stage: error.stage, message: error.message, image: null } };
      }
    },
    isWarm: (configuration) => (child?.alive ?? false) && warm.has(configuration),
    close() {
      stop.removeEventListener('abort', kill);
      kill();
    },
  };
}
