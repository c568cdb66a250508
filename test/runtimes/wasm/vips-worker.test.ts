import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sameSamples } from '#src/image/compare.js';
import type { VipsJob, VipsReply } from '#src/runtimes/wasm/vips-jobs.js';
import { picture } from '../../codecs/support.ts';

const file = fileURLToPath(new URL('../../../dist/runtimes/wasm/vips-worker.js', import.meta.url));
const image = picture({ width: 12, height: 9 });
const options = { effort: 1, tier: 0, lossless: true };

let worker: Worker;
beforeAll(async () => {
  worker = new Worker(file);
  expect(await once(worker, 'message')).toEqual(['ready']);
});
afterAll(() => worker.terminate());

async function ask(job: VipsJob): Promise<VipsReply> {
  worker.postMessage(job);
  const [reply] = (await once(worker, 'message')) as [VipsReply];
  return reply;
}

test('a job is done and answered, with the memory that it left', async () => {
  const { bytes, memoryBytes, intact } = await ask({ kind: 'encode', threads: 1, image, options });
  expect(intact).toBe(true);
  // Far below the 256 MB that it begins with: what was taken counts.
  expect(memoryBytes).toBeGreaterThan(1e6);
  expect(memoryBytes).toBeLessThan(200e6);
  const decoded = await ask({ kind: 'decode', threads: 1, bytes: bytes!, maxPixels: 1e6 });
  expect(sameSamples(decoded.decoded!.image, image)).toBe(true);
});

test('a refusal and an error of libvips leave the instance intact', async () => {
  const { bytes } = await ask({ kind: 'encode', threads: 1, image, options });
  const large = await ask({ kind: 'decode', threads: 1, bytes: bytes!, maxPixels: 107 });
  expect(large).toMatchObject({ intact: true, error: expect.stringContaining('12x9') });
  const broken = new Uint8Array(9);
  const damaged = await ask({ kind: 'decode', threads: 1, bytes: broken, maxPixels: 1e6 });
  expect(damaged).toMatchObject({
    intact: true,
    error: expect.stringMatching(/^libvips: .*[^;]$/),
  });
});
