import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { openFastQueue } from '#src/resize/fast/queue.js';
import { scratch } from '../../support/scratch.ts';
import { jobsIn } from './jobs.ts';

test.each(['jpeg', 'other'])(
  'the queue is worked through in a thread ready for %s, which says so',
  async (workerData) => {
    const jobs = jobsIn(scratch(), 2);
    const module = new URL(import.meta.resolve('#src/resize/fast/thread.js'));
    const worker = new Worker(module, { workerData });
    worker.postMessage(openFastQueue(jobs));
    const all: unknown[] = [];
    const told: unknown[] = await new Promise((resolve) => {
      worker.on('message', (message) => {
        if (message === null) resolve(all);
        else all.push(...message);
      });
    });
    expect(told).toMatchObject(
      [0, 1].map((at) => ({ at, outcome: { path: 'fast', width: 30, error: null } })),
    );
  },
);
