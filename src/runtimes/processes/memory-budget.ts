import os from 'node:os';
import { WorkError } from '../../base/errors.js';

/** Share of what is available that our processes may take together. */
const share = 0.75;

/**
 * Bytes that all processes of a program may take together: three quarters of what is available now to
 * this machine, or to the control group that the program is in (a container), and not less than a
 * quarter of all that there is, since a system that keeps files in memory shows little as available.
 */
export function memoryBudget(): number {
  const constrained = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const total = Math.min(os.totalmem(), constrained);
  return Math.floor(Math.max(share * Math.min(process.availableMemory(), total), total / 4));
}

/** Memory that is lent: who asks for more than is left waits for others to give theirs back. */
export interface MemoryLender {
  readonly totalBytes: number;
  /**
   * Takes so many bytes, all that there are at most, and waits in line for them.
   * @returns gives them back
   * @throws the signal's reason
   */
  take(bytes: number, signal?: AbortSignal): Promise<() => void>;
}

/** @throws WorkError where there is nothing to lend */
export function createMemoryLender(totalBytes: number): MemoryLender {
  if (!(totalBytes > 0)) throw new WorkError('there is no memory left', { code: 'memory-limit' });
  let left = totalBytes;
  let line: { readonly bytes: number; readonly go: () => void }[] = [];
  const serveLine = (): void => {
    // In order, so that one who needs much is not passed by for ever.
    while (line[0] !== undefined && line[0].bytes <= left) {
      const { bytes, go } = line.shift()!;
      left -= bytes;
      go();
    }
  };
  return {
    totalBytes,
    async take(asked, signal) {
      signal?.throwIfAborted();
      const bytes = Math.min(asked, totalBytes);
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          line = line.filter((each) => each !== place);
          serveLine();
          reject(signal?.reason);
        };
        const go = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const place = { bytes, go };
        signal?.addEventListener('abort', leave, { once: true });
        line.push(place);
        serveLine();
      });
      let given = false;
      return () => {
        if (!given) left += bytes;
        given = true;
        serveLine();
      };
    },
  };
}
