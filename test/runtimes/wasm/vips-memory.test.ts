import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { raiseLimit, setOption } from '#src/runtimes/wasm/vips-memory.js';

const require = createRequire(import.meta.url);

/** A module that imports shared memory of 16 MiB to `most`, a LEB128, and then something else. */
function importing(...most: number[]): Buffer {
  const memory = Buffer.from('\x03env\x06memory\x02\x03\x80\x02', 'latin1');
  return Buffer.concat([Buffer.of(1, 2, 3), memory, Buffer.from(most), Buffer.of(0x80, 0x80, 2)]);
}

test('2 GiB become 4, there alone, and another limit stays', () => {
  const module = importing(0x80, 0x80, 2);
  expect(raiseLimit(module)).toBe(true);
  expect(module).toEqual(importing(0x80, 0x80, 4));
  expect(raiseLimit(module)).toBe(false);
  const small = importing(0x80, 0x40);
  expect(raiseLimit(small)).toBe(false);
  expect(small).toEqual(importing(0x80, 0x40));
  expect(raiseLimit(Buffer.from('no memory is imported'))).toBe(false);
});

test('the file of wasm-vips is as expected', () => {
  expect(raiseLimit(readFileSync(require.resolve('wasm-vips/vips.wasm')))).toBe(true);
});

test('an option is found by its name, in an entry that can be one', () => {
  const memory = new SharedArrayBuffer(65_536);
  const [bytes, words] = [Buffer.from(memory), new Int32Array(memory)];
  expect(setOption(memory, 'purge_delay', 5)).toBe(false);
  bytes.write('\0arena_purge_delay\0purge_delay\0', 1000, 'latin1');
  const name = 1000 + '\0arena_purge_delay\0'.length;
  expect(setOption(memory, 'purge_delay', 5)).toBe(false);
  words.set([7, 77, 777, name], 50);
  expect(setOption(memory, 'purge_delay', 5)).toBe(false);
  words.set([1000, 1, 15, name], 100);
  expect(setOption(memory, 'purge_delay', 5)).toBe(true);
  expect([...words.subarray(50, 54)]).toEqual([7, 77, 777, name]);
  expect([...words.subarray(100, 104)]).toEqual([5, 1, 15, name]);
  expect(setOption(memory, 'delay', 5)).toBe(false);
});
