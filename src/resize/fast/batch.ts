import { messageOf } from '../../base/errors.js';
import {
  drain,
  type FastJob,
  type FastQueue,
  type FastTold,
  openFastQueue,
  stopQueue,
} from './queue.js';
import { takeThread } from './spare-thread.js';

/**
 * Works through pictures by the fast path in several threads, of which this one is the first.
 * @param ends asked after each picture: takes no more where it is true
 * @returns once all threads are through
 */
export async function runFast(
  jobs: readonly FastJob[],
  { threads, ends, tell }: { threads: number; ends: () => boolean; tell: (told: FastTold) => void },
): Promise<void> {
  const queue = openFastQueue(jobs);
  const told = (each: FastTold): void => {
    tell(each);
    if (ends()) stopQueue(queue);
  };
  if (ends()) return;
  const others = Array.from({ length: Math.min(threads, jobs.length) - 1 }, () =>
    startThread(queue, told),
  );
  await Promise.all([drain(queue, told), ...others]);
}

/** A thread that fails takes no more pictures; the others go on. What it had in hand is told by the libraries. */
function startThread(queue: FastQueue, tell: (told: FastTold) => void): Promise<void> {
  return new Promise((resolve) => {
    const worker = takeThread();
    worker.on('message', (told: FastTold[] | null) => {
      if (told !== null) told.forEach(tell);
      else {
        // Its own end takes some milliseconds, for which nothing waits.
        worker.unref();
        resolve();
      }
    });
    worker.once('error', (error) => void messageOf(error));
    worker.once('exit', () => resolve());
    worker.postMessage(queue);
  });
}
