import { expect, test } from 'vitest';
import { kernelUrls } from '#src/metrics/kernel-urls.js';
import { createKernelPool } from '#src/runtimes/wasm/kernel.js';

test.each(Object.entries(kernelUrls))('the kernel %s is built, and can be run', async (_, url) => {
  const { exports, plan, floats } = await createKernelPool<object>(url).take();
  expect(Object.values(exports).some((each) => typeof each === 'function')).toBe(true);
  const { block } = plan({ block: 4 });
  expect([...floats(block, 1)]).toHaveLength(1);
});
