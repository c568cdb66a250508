import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runFast } from '#src/resize/fast/batch.js';
import { scratch } from '../../support/scratch.ts';
import { jobsIn } from './jobs.ts';

test('every picture is given to one thread', async () => {
  const jobs = jobsIn(scratch(), 6);
  const told: number[] = [];
  await runFast(jobs, { threads: 2, ends: () => false, tell: ({ at }) => told.push(at) });
  expect(told.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(jobs.every(({ output }) => existsSync(output))).toBe(true);
});
