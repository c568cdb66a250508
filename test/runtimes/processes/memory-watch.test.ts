import { expect, test, vi } from 'vitest';
import { residentBytes, watchMemory } from '#src/runtimes/processes/memory-watch.js';

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux('resident bytes are those that node tells of itself', () => {
  const told = process.memoryUsage.rss();
  expect(Math.abs(residentBytes(process.pid)! - told)).toBeLessThan(0.2 * told);
  expect(residentBytes(2 ** 30)).toBeNull();
});

onLinux('calls once above the limit, and not below, nor after it was ended', async () => {
  const [above, below, ended] = [vi.fn(), vi.fn(), vi.fn()];
  const stop = [
    watchMemory(process.pid, 1e6, above),
    watchMemory(process.pid, 1e12, below),
    watchMemory(undefined, 1, below),
  ];
  watchMemory(process.pid, 1e6, ended)();
  await vi.waitFor(() => expect(above).toHaveBeenCalledOnce());
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(above).toHaveBeenCalledOnce();
  expect([below, ended].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  for (const end of stop) end();
});
