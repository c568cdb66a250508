import { parentPort, workerData } from 'node:worker_threads';
import { drain, type FastQueue } from './fast-queue.js';

// A thread of the fast path. No foreign code runs in it but the kernel, which stays in its own memory.
await drain(workerData as FastQueue, (told) => parentPort?.postMessage(told));
