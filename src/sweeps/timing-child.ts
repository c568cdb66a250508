import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromTiming, PassRequest, TimingSetup, ToTiming } from './timing-protocol.js';

/** The quiet process that does the timing, seen from the sweep. */
export interface TimingChild {
  /** Makes one pass. A process that died or hung is a failed answer; it is then of no more use. */
  pass(request: PassRequest): Promise<FromTiming>;
  readonly alive: boolean;
  close(): void;
}

/**
 * Starts the process and has it load the images.
 * @param timeLimitSeconds an answer that takes longer is not waited for
 * @param stop ends the process at once when it aborts
 */
export async function startTimingChild(
  setup: TimingSetup,
  { timeLimitSeconds, stop }: { timeLimitSeconds: number; stop: AbortSignal },
): Promise<{ child: TimingChild; answer: FromTiming }> {
  const child = fork(fileURLToPath(new URL('./timing-process.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let alive = true;
  const kill = (): void => {
    alive = false;
    child.kill('SIGKILL');
  };
  child.once('exit', () => {
    alive = false;
  });
  stop.addEventListener('abort', kill, { once: true });
  const ask = async (message: ToTiming): Promise<FromTiming> => {
    const answer = await request(child, message, timeLimitSeconds);
    if ('failed' in answer && ['timeout', 'worker'].includes(answer.failed.stage)) kill();
    return answer;
  };
  const answer = await ask({ setup });
  return {
    answer,
    child: {
      pass: (request) => ask({ pass: request }),
      get alive() {
        return alive;
      },
      close() {
        stop.removeEventListener('abort', kill);
        kill();
      },
    },
  };
}

function request(
  child: ChildProcess,
  message: ToTiming,
  timeLimitSeconds: number,
): Promise<FromTiming> {
  return new Promise((resolve) => {
    const settle = (answer: FromTiming): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(answer);
    };
    const onMessage = (answer: FromTiming): void => settle(answer);
    const onExit = (code: number | null, signal: string | null): void =>
      settle({
        failed: {
          stage: 'worker',
          message: `the timing process died with ${signal ?? `status ${code}`}`,
          image: null,
        },
      });
    const timer = setTimeout(
      () =>
        settle({
          failed: {
            stage: 'timeout',
            message: `a pass was not done after ${timeLimitSeconds} s; allow more with --time-limit`,
            image: null,
          },
        }),
      timeLimitSeconds * 1000,
    );
    child.on('message', onMessage);
    child.on('exit', onExit);
    if (child.connected) child.send(message);
    else onExit(child.exitCode, child.signalCode);
  });
}
