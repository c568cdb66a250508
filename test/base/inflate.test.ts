import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflateZlib as inNode } from '#src/base/inflate-in-node.js';
import { inflateZlib as inPage } from '#src/base/inflate-in-page.js';

const plain = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);
const packed = deflateSync(plain);

test.each([
  ['Node', inNode],
  ['a page', inPage],
])('%s unpacks what is whole and not longer than told', async (_name, inflate) => {
  expect(Uint8Array.from(await inflate(packed, plain.length))).toEqual(plain);
  await expect(inflate(packed, plain.length - 1)).rejects.toThrow();
  await expect(inflate(packed.subarray(0, 300), plain.length)).rejects.toThrow();
  await expect(inflate(plain, plain.length)).rejects.toThrow();
});
