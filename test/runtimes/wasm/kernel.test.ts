import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { createKernelPool } from '#src/runtimes/wasm/kernel.js';

interface Exports {
  squaredError8(a: number, b: number, samples: number): number;
}

const url = new URL('../../../dist/metrics/kernels/squared-error.wasm', import.meta.url);

describe('a kernel', () => {
  test('lays out blocks apart from each other, and the same ones where they were', async () => {
    const kernel = await createKernelPool<Exports>(url).take();
    const at = kernel.plan({ a: 100, b: 100 });
    expect(at.a % 64).toBe(0);
    expect(at.b).toBeGreaterThanOrEqual(at.a + 100);
    kernel.bytes(at.a, 100).fill(7);
    expect(kernel.plan({ a: 100, b: 100 })).toBe(at);
    expect(kernel.exports.squaredError8(at.a, at.b, 100)).toBe(4900);
  });

  test('grows once and is lent again with its memory', async () => {
    const pool = createKernelPool<Exports>(url);
    const kernel = await pool.take();
    const { block } = kernel.plan({ block: 2 ** 24 });
    const { buffer } = kernel.bytes(block, 1);
    pool.giveBack(kernel);
    const again = await pool.take();
    expect(again).toBe(kernel);
    const small = again.plan({ block: 16 });
    expect(again.bytes(small.block, 1).buffer).toBe(buffer);
    expect(await pool.take()).not.toBe(kernel);
  });

  test('is not kept beside others that hold much memory already', async () => {
    const pool = createKernelPool<Exports>(url);
    const [a, b] = [await pool.take(), await pool.take()];
    for (const kernel of [a, b]) {
      kernel.plan({ block: 300 * 2 ** 20 });
      pool.giveBack(kernel);
    }
    expect(await pool.take()).toBe(a);
    expect(await pool.take()).not.toBe(b);
  });

  test('says how much it would need where a module cannot have it', async () => {
    const kernel = await createKernelPool<Exports>(url).take();
    expect(() => kernel.plan({ a: 3 * 2 ** 30, b: 2 ** 31 })).toThrow(WorkError);
    expect(() => kernel.plan({ a: 3 * 2 ** 30, b: 2 ** 31 })).toThrow(
      'squared-error needs 5.0 GiB of memory for a picture of this size',
    );
    const { a } = kernel.plan({ a: 16 });
    expect(kernel.exports.squaredError8(a, a, 16)).toBe(0);
  });
});
