import { startTimeLimit } from '../../base/time-limit.js';
import { overloaded } from '../problem.js';

/** Bytes that are lent: all that are out together are no more than there are. */
export interface ByteBudget {
  readonly usedBytes: number;
  readonly totalBytes: number;
  /**
   * @returns gives them back, once
   * @throws a problem `service_overloaded` where there are not so many left; the first is always served
   */
  take(bytes: number): () => void;
}

export function createByteBudget(totalBytes: number): ByteBudget {
  let used = 0;
  let holders = 0;
  return {
    totalBytes,
    get usedBytes() {
      return used;
    },
    take(bytes) {
      if (holders > 0 && used + bytes > totalBytes) {
        throw overloaded('the memory for pictures is in use; try again in some seconds');
      }
      used += bytes;
      holders += 1;
      return once(() => {
        used -= bytes;
        holders -= 1;
      });
    },
  };
}

/** Lets so many pieces of work run, and so many wait. */
export interface Gate {
  readonly slots: number;
  readonly active: number;
  readonly waiting: number;
  /**
   * Keeps a place in the line for who is still sending, for so many seconds at most: who sends slowly
   * keeps nobody else out.
   * @returns gives it back, once
   * @throws a problem `service_overloaded` where nobody may enter now
   */
  reserve(seconds: number): () => void;
  /**
   * Waits for a slot.
   * @returns gives it back, once
   * @throws a problem `service_overloaded` at once where the line is full; the signal's reason
   */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createGate({ slots, queue }: { slots: number; queue: number }): Gate {
  let active = 0;
  let coming = 0;
  let line: (() => void)[] = [];
  const demandRoom = (): void => {
    if (active + line.length + coming < slots + queue) return;
    throw overloaded(
      `${active} pictures are worked on and ${line.length + coming} wait; try again in some seconds`,
    );
  };
  const leave = (): void => {
    active -= 1;
    line.shift()?.();
  };
  return {
    slots,
    get active() {
      return active;
    },
    get waiting() {
      return line.length;
    },
    reserve(seconds) {
      demandRoom();
      coming += 1;
      const giveBack = once(() => {
        coming -= 1;
        limit.cancel();
      });
      const limit = startTimeLimit(seconds, giveBack);
      return giveBack;
    },
    async enter(signal) {
      signal.throwIfAborted();
      demandRoom();
      if (active >= slots) await inLine(signal);
      else active += 1;
      return once(leave);
    },
  };

  function inLine(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        line = line.filter((each) => each !== go);
        reject(signal.reason);
      };
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        active += 1;
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      line.push(go);
    });
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
