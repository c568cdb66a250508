import { expect, test } from 'vitest';
import { webAssembly } from '#src/runtimes/wasm/api.js';

/** A module that holds nothing: magic number and version. */
const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

test('the parts of WebAssembly that are used are there, as they are declared', async () => {
  const module = await webAssembly.compile(empty);
  expect(new webAssembly.Instance(module, {}).exports).toEqual({});
  const { buffer } = new webAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(buffer.byteLength).toBe(65_536);
});
