import { expect, test } from 'vitest';
import {
  blurBytes,
  frameBytes,
  frameOf,
  halfGaussian,
  halfOf,
  writeBlurs,
  writeFrame,
} from '#src/metrics/butteraugli/plan.js';
import { kernelUrls } from '#src/metrics/kernel-urls.js';
import { createKernelPool } from '#src/runtimes/wasm/kernel.js';

test('rows are whole cache lines, planes an odd number of them', () => {
  expect(frameOf(16, 3)).toEqual({ width: 16, height: 3, row: 64, plane: 3 * 64 });
  expect(frameOf(17, 4)).toEqual({ width: 17, height: 4, row: 128, plane: 9 * 64 });
});

test('half of a side is rounded up', () => {
  expect(halfOf(frameOf(17, 4))).toMatchObject({ width: 9, height: 2 });
});

test('a Gaussian sums to 1 and falls from the middle as it should', () => {
  const half = halfGaussian(2.7);
  expect(half).toHaveLength(7);
  const [middle, ...side] = half;
  expect(middle! + 2 * side.reduce((sum, each) => sum + each)).toBeCloseTo(1, 14);
  expect(Math.log(middle! / half[5]!)).toBeCloseTo(25 / (2 * 2.7 ** 2), 12);
});

test('a kernel finds the frame and four blurs, which weigh more near the edges', async () => {
  const kernel = await createKernelPool<unknown>(kernelUrls.butteraugli).take();
  const frame = frameOf(50, 40);
  const at = kernel.plan({ frame: frameBytes, blurs: 4 * blurBytes(frame) });
  writeFrame(kernel, at.frame, frame);
  expect([...kernel.ints(at.frame, 4)]).toEqual([50, 40, 256, frame.plane]);
  writeBlurs(kernel, at.blurs, frame);
  const blurs = [0, 1, 2, 3].map((i) => at.blurs + i * blurBytes(frame));
  expect(blurs.map((blur) => kernel.ints(blur, 1)[0])).toEqual([16, 7, 3, 6]);
  for (const blur of blurs) {
    const across = kernel.floats(blur + 384, 64);
    expect(across[25]).toBeCloseTo(1, 6);
    // At an edge about half of the weights are outside.
    expect(across[0]).toBeGreaterThan(1.5);
    expect(across[49]).toBeCloseTo(across[0]!, 6);
    expect([...across.subarray(50)]).toEqual(Array.from({ length: 14 }, () => 0));
  }
});
