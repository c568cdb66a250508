import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { openFastQueue } from '#src/resize/fast/queue.js';
import { scratch } from '../../support/scratch.ts';
import { jobsIn } from './jobs.ts';

test('the queue is worked through in a thread', async () => {
  const jobs = jobsIn(scratch(), 1);
  const module = new URL(import.meta.resolve('#src/resize/fast/thread.js'));
  const worker = new Worker(module);
  worker.postMessage(openFastQueue(jobs));
  const told = await new Promise((resolve) => worker.once('message', resolve));
  expect(told).toMatchObject([{ at: 0, outcome: { path: 'fast', width: 30, error: null } }]);
});
