import { expect, test } from 'vitest';
import { openArenas } from '#src/runtimes/wasm/arena.js';

const kernel = new URL('kernels/png.wasm', import.meta.resolve('#src/resize/fast/png/kernel.js'));

test('rooms are given out as a stack, at cache lines, and memory grows with them', async () => {
  const arena = (await openArenas<object>(kernel, 'a thing'))();
  const mark = arena.mark();
  const first = arena.take(100);
  const second = arena.take(3 * 65_536);
  expect([first % 64, second % 64, second >= first + 100]).toEqual([0, 0, true]);
  expect(arena.size()).toBeGreaterThanOrEqual(second + 3 * 65_536);
  arena.bytes(first, 4).set([1, 2, 3, 4]);
  expect([...arena.ints(first, 1)]).toEqual([0x04030201]);
  expect([arena.holds(arena.bytes(first, 4)), arena.holds(new Uint8Array(4))]).toEqual([
    true,
    false,
  ]);
  arena.release(mark);
  expect(arena.take(10)).toBe(first);
});

test('lists are put with the bytes that they have', async () => {
  const arena = (await openArenas<object>(kernel, 'a thing'))();
  const many = Int16Array.from({ length: 100_000 }, (_, i) => i);
  const at = arena.put(many.subarray(7));
  expect(new Int16Array(arena.bytes(at, 8).slice().buffer)).toEqual(Int16Array.of(7, 8, 9, 10));
  expect([...arena.ints(arena.put(Int32Array.of(-5)), 1)]).toEqual([-5]);
});

test('each arena has a memory of its own', async () => {
  const open = await openArenas<object>(kernel, 'a thing');
  const [one, other] = [open(), open()];
  const at = one.take(1);
  expect(other.take(1)).toBe(at);
  one.bytes(at, 1)[0] = 7;
  expect(other.bytes(at, 1)[0]).toBe(0);
});

test('more than WebAssembly has is an error in words', async () => {
  const arena = (await openArenas<object>(kernel, 'a thing'))();
  expect(() => arena.take(2 ** 33)).toThrow('a thing of this size needs 8.0 GiB of memory');
});
