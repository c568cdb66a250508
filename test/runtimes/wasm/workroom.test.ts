import { expect, test } from 'vitest';
import { openArenas } from '#src/runtimes/wasm/arena.js';
import { createWorkroom } from '#src/runtimes/wasm/workroom.js';

const kernel = new URL('kernels/png.wasm', import.meta.resolve('#src/resize/fast/png/kernel.js'));
const openNew = await openArenas<object>(kernel, 'a thing');

test('what was prepared stays, what was kept stays until the room is cleared', () => {
  let own = 0;
  const room = createWorkroom(openNew, (arena) => {
    own = arena.put(Int16Array.of(7));
  });
  const first = room.arena().take(10);
  expect(first).toBeGreaterThan(own);
  room.keep();
  const second = room.arena().take(10);
  room.release();
  expect(room.arena().take(10)).toBe(second);
  room.clear();
  expect(room.arena().take(10)).toBe(first);
  room.release();
  expect(room.arena().take(10)).toBe(first);
  expect(room.arena().bytes(own, 2)).toEqual(Uint8Array.of(7, 0));
});

test('a file stays where it was read, and others are copied', () => {
  const room = createWorkroom(openNew);
  const read = room.input(3);
  read.set([1, 2, 3]);
  expect(room.place(read.subarray(1))).toEqual({ at: read.byteOffset + 1, length: 2 });
  const { at, length } = room.place(Uint8Array.of(4, 5));
  expect(at).toBe(read.byteOffset);
  expect([...room.arena().bytes(at, length)]).toEqual([4, 5]);
});

test('a large memory is let go, and another one taken where told', () => {
  const room = createWorkroom(openNew);
  const before = room.arena();
  room.clear();
  expect(room.arena()).toBe(before);
  before.take(2 ** 26);
  room.clear();
  const after = room.arena();
  expect(after).not.toBe(before);
  expect(after.size()).toBeLessThan(2 ** 26);
  room.renew();
  expect(room.arena()).not.toBe(after);
});
