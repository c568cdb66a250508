import { expect, test } from 'vitest';
import { drain, type FastTold, openFastQueue, stopQueue } from '#src/resize/fast/queue.js';
import { scratch } from '../../support/scratch.ts';
import { jobsIn } from './jobs.ts';

test('the queue ends where it is told to', async () => {
  const queue = openFastQueue(jobsIn(scratch(), 3));
  const told: FastTold[] = [];
  await drain(queue, (each) => {
    told.push(each);
    stopQueue(queue);
  });
  expect(told).toHaveLength(1);
});
