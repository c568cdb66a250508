import { parentPort, workerData } from 'node:worker_threads';
import { drain, type FastQueue, type FastTold } from './fast-queue.js';

// A thread of the fast path. No foreign code runs in it but the kernel, which stays in its own memory.
// What it tells of several small pictures goes in one message, when it rests.
let waiting: FastTold[] = [];
const send = (): void => {
  parentPort?.postMessage(waiting);
  waiting = [];
};
await drain(workerData as FastQueue, (told) => {
  if (waiting.push(told) === 1) queueMicrotask(send);
});
