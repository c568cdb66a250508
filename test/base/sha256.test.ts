import { expect, test } from 'vitest';
import { sha256 as inNode } from '#src/base/sha256-in-node.js';
import { sha256 as inPage } from '#src/base/sha256-in-page.js';

test('the digest of FIPS 180-4, B.1', () => {
  const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect([inNode('abc'), inPage('abc')]).toEqual([digest, digest]);
});

test('a page has the same digests as Node, at every length around a block', () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) ^ (i >> 3));
    expect(inPage(bytes), `${length} bytes`).toBe(inNode(bytes));
    expect(inPage(bytes.subarray(1)), `${length} bytes but one`).toBe(inNode(bytes.subarray(1)));
  }
  expect(inPage('ü€😀')).toBe(inNode('ü€😀'));
});
