import { writeWhole } from '../base/write-whole.js';
import { serve } from '../runtimes/processes/child.js';
import { freeMemory } from '../runtimes/processes/free-memory.js';
import { optimizeHere } from './job.js';
import type { SentAnswer } from './result.js';
import type { OptimizeTask } from './task.js';

// The process that optimises: it can be killed. Tasks come from this same program and have their type.
serve(
  (message) => message as OptimizeTask,
  async (...given: Parameters<typeof optimizeHere>): Promise<SentAnswer> => {
    const [{ answerFile }] = given;
    const { bytes, ...told } = await optimizeHere(...given);
    if (answerFile === undefined) return { ...told, bytes };
    // A message takes two copies of it here and one there, while the picture is still held.
    writeWhole([{ file: answerFile, pieces: [bytes] }], { durable: false });
    freeMemory();
    return { ...told, bytes: null };
  },
);
