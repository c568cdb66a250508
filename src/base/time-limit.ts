import { runWithin } from '#platform/base/break-off.js';
import { now } from './clock.js';
import { WorkError } from './errors.js';

/** The longest delay of a timer, in milliseconds: Node fires one of a longer delay at once. */
const longest = 2 ** 31 - 1;

/** A limit of time that runs. */
export interface TimeLimit {
  /** Ends it; nothing is called any more. */
  cancel(): void;
  /** Starts it anew, with all its seconds. */
  refresh(): void;
}

/**
 * Calls `onEnd` after so many seconds, however many: those of a timer end at 24.8 days, and a limit for
 * thousands of pictures may be longer. Infinity is no limit. Keeps the process from ending, as a
 * timer does.
 */
export function startTimeLimit(seconds: number, onEnd: () => void): TimeLimit {
  let timer: ReturnType<typeof setTimeout>;
  let end = 0;
  const arm = (): void => {
    const left = Math.max(0, end - now()) * 1000;
    timer = setTimeout(() => (left > longest ? arm() : onEnd()), timerMilliseconds(left / 1000));
  };
  const refresh = (): void => {
    clearTimeout(timer);
    end = now() + seconds;
    arm();
  };
  refresh();
  return { cancel: () => clearTimeout(timer), refresh };
}

/** Waits for so many seconds, however many. Throws the signal's reason. */
export function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const limit = startTimeLimit(seconds, () => {
      signal?.removeEventListener('abort', end);
      resolve();
    });
    const end = (): void => {
      limit.cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', end, { once: true });
    return undefined;
  });
}

/** Seconds as the delay of one timer: whole milliseconds from 1, as many as it takes at most. */
export function timerMilliseconds(seconds: number): number {
  return Math.min(Math.max(1, Math.ceil(seconds * 1000)), longest);
}

/**
 * Runs synchronous work and breaks it off after so many seconds, even inside a loop of WASM: for
 * decoders with known endless loops. What the work was changing is then in no known state. In a page
 * it is not broken off: its worker is ended from outside.
 * @throws WorkError when the time is up
 */
export function withTimeLimit<T>(seconds: number, work: () => T): T {
  let result: { value: T } | undefined;
  const isDone = runWithin(timerMilliseconds(seconds), () => {
    result = { value: work() };
  });
  if (isDone) return result!.value;
  throw new WorkError(`no result after ${Math.round(seconds * 10) / 10} s`, {
    code: 'broken-bitstream',
  });
}

/** A limit for decoders in WASM: some thirty times what they take on a slow core, five minutes at most. */
export function decodeLimitSeconds(pixels: number): number {
  return Math.min(300, 10 + (10 * pixels) / 1e6);
}
