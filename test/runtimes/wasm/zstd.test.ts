import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { openZstd, type Zstd, zstdVersion } from '#src/runtimes/wasm/zstd.js';

let zstd: Zstd;
beforeAll(async () => {
  zstd = await openZstd();
});
afterAll(() => zstd.close());

const content = Uint8Array.from(
  { length: 5000 },
  (_, i) => ((i * i * i) % 97) & (i % 7 ? 15 : 255),
);

test('a frame there and back (RFC 8878)', async () => {
  expect(zstdVersion).toBe('1.5.4');
  for (const bytes of [content, new Uint8Array()]) {
    const frame = await zstd.compress(bytes, 3);
    expect([...frame.subarray(0, 4)]).toEqual([0x28, 0xb5, 0x2f, 0xfd]);
    expect(await zstd.decompress(frame, bytes.length)).toEqual(bytes);
  }
  const [fast, strong] = [await zstd.compress(content, 1), await zstd.compress(content, 19)];
  expect(strong.length).toBeLessThan(fast.length);
});

// The frame of one block of two equal bytes, stored: RFC 8878, 3.1.1.
test('a frame made by hand', async () => {
  const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x02, 0x11, 0x00, 0x00, 7, 8);
  expect([...(await zstd.decompress(frame, 2))]).toEqual([7, 8]);
});

test('a broken frame, and one that holds more, are refused', async () => {
  const frame = await zstd.compress(content, 3);
  await expect(zstd.decompress(frame, content.length - 1)).rejects.toThrow(
    new WorkError('zstd: frame is broken, or too long', { code: 'broken-bitstream' }),
  );
  await expect(zstd.decompress(frame.subarray(0, -1), 5000)).rejects.toThrow(WorkError);
  expect(await zstd.decompress(frame, 5000)).toEqual(content);
});
