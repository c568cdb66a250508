import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { openFastPath } from './path.js';
import { drain, type FastQueue, type FastTold } from './queue.js';

// A thread of the fast path. No foreign code runs in it but the kernel, which stays in its own memory.
// What it tells of several small pictures goes in one message, when it rests; null says that it is through.
let waiting: FastTold[] = [];
const send = (): void => {
  parentPort?.postMessage(waiting);
  waiting = [];
};
const path = openFastPath();
// One that waits for its queue gets ready for what it will likely be.
if (workerData === 'jpeg') await path.warm('jpeg', 'jpeg');
const [queue] = (await once(parentPort!, 'message')) as [FastQueue];
const tell = (told: FastTold): void => {
  if (waiting.push(told) === 1) queueMicrotask(send);
};
await drain(queue, tell, path);
parentPort?.postMessage(null);
