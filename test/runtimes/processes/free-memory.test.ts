import { expect, test } from 'vitest';
import { freeMemory } from '#src/runtimes/processes/free-memory.js';

test('bytes that nobody holds are given back', async () => {
  // In a function of its own, so that no frame holds them.
  const make = () => new WeakRef(new Uint8Array(32 << 20));
  const bytes = make();
  // A WeakRef holds what it was made of until the end of the job.
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  freeMemory();
  expect(bytes.deref()).toBeUndefined();
});
