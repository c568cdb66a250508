import { expect, test } from 'vitest';
import { crc32 as inNode } from '#src/base/crc32-in-node.js';
import { crc32 } from '#src/base/crc32-in-page.js';

test('the sum of a page is that of Node: of bytes, of texts, and of what comes after something', () => {
  const bytes = Uint8Array.from({ length: 999 }, (_, i) => (i * 37) % 251);
  for (const data of [bytes, new Uint8Array(), 'abc', 'ä€']) {
    expect(crc32(data)).toBe(inNode(data));
    expect(crc32(data, 0xcafebabe)).toBe(inNode(data, 0xcafebabe));
  }
  // The check value of CRC-32.
  expect(crc32('123456789')).toBe(0xcbf43926);
});
