import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { startSpareThread, takeThread } from '#src/resize/fast/spare-thread.js';
import { scratch } from '../../support/scratch.ts';

const folderOf = (...files: readonly (readonly [name: string, bytes: number])[]): string => {
  const folder = scratch();
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) {
    writeFileSync(path.join(folder, name), new Uint8Array(bytes));
  }
  return folder;
};

/** Whether a thread that is taken was started before, by the numbers that threads have. */
async function isSpare(folder: string, processors = 2): Promise<boolean> {
  startSpareThread(folder, processors);
  const marker = new Worker('', { eval: true });
  const [taken, next] = [takeThread(), takeThread()];
  const isBefore = taken.threadId < marker.threadId;
  expect(next.threadId).toBeGreaterThan(marker.threadId);
  await Promise.all([marker, taken, next].map((worker) => worker.terminate()));
  return isBefore;
}

test('a folder of much work has a thread started before it is asked for', async () => {
  const large = folderOf(['a.jpg', 1e6], ['b.PNG', 1e6]);
  expect(await isSpare(large)).toBe(true);
});

test('no other place has', async () => {
  for (const folder of [
    folderOf(['a.jpg', 1e5], ['b.jpg', 1e5]),
    folderOf(['a.jpg', 4e6]),
    folderOf(['a.tif', 1e6], ['b.gif', 2e6]),
    '/no/such/folder',
  ]) {
    expect(await isSpare(folder)).toBe(false);
  }
  expect(await isSpare(folderOf(['a.jpg', 1e6], ['b.jpg', 1e6]), 1)).toBe(false);
});
