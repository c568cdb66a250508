import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { drain, type FastQueue, type FastTold } from './queue.js';

// A thread of the fast path. No foreign code runs in it but the kernel, which stays in its own memory.
// What it tells of several small pictures goes in one message, when it rests.
let waiting: FastTold[] = [];
const send = (): void => {
  parentPort?.postMessage(waiting);
  waiting = [];
};
const [queue] = (await once(parentPort!, 'message')) as [FastQueue];
await drain(queue, (told) => {
  if (waiting.push(told) === 1) queueMicrotask(send);
});
