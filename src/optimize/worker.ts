import { serve } from '../runtimes/processes/child.js';
import { freeMemory } from '../runtimes/processes/free-memory.js';
import { optimizeHere } from './job.js';
import type { OptimizeTask } from './task.js';

/** Bytes of an answer from which the picture goes before the answer is sent, which takes copies of it. */
const largeAnswer = 8 << 20;

// The process that optimises: it can be killed. Tasks come from this same program and have their type.
serve(
  (message) => message as OptimizeTask,
  async (...task: Parameters<typeof optimizeHere>) => {
    const answer = await optimizeHere(...task);
    if (answer.bytes.length >= largeAnswer) freeMemory();
    return answer;
  },
);
