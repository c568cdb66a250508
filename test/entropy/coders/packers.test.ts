import { brotliDecompressSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ArrayCoder } from '#src/entropy/coder.js';
import { brotli } from '#src/entropy/coders/brotli.js';
import { deflate } from '#src/entropy/coders/deflate.js';
import { zstd } from '#src/entropy/coders/zstd.js';
import { seal, unseal } from '#src/entropy/seal.js';
import { openZstd } from '#src/runtimes/wasm/zstd.js';
import { group } from '../latents.ts';

const library = await openZstd();

/** Unpacks with nothing of the coder but the library itself. */
const unpackers: Readonly<Record<string, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  brotli: async (bytes) => brotliDecompressSync(bytes),
  deflate: async (bytes) => inflateRawSync(bytes),
  zstd: (bytes) => library.decompress(bytes, 1000),
};

describe.each([brotli, deflate, zstd] as ArrayCoder[])('$id', (coder) => {
  test('packs the values of a sheet as a stream of its format', async () => {
    expect(coder.library).toMatch(/^(brotli|zlib|zstd) \d+\.\d+/);
    const groups = [group(1, 20, 50, (i) => (i * i) % 11)];
    const session = await coder.open();
    const stream = await session.encode(groups, 'stacked');
    await session.close();
    const payload = unseal(stream, { coder: coder.id, shapes: groups, arrangement: 'stacked' });
    // Bytes of a value and centre stand in front.
    expect([...payload.subarray(0, 3)]).toEqual([1, 0, 0]);
    const values = await unpackers[coder.id]!(payload.subarray(3));
    expect([...values]).toEqual([...groups[0]!.data]);
    expect(payload.length).toBeLessThan(80);
  });

  test('says by its name that a stream is broken', async () => {
    const context = {
      coder: coder.id,
      shapes: [group(1, 2, 2, () => 0)],
      arrangement: 'stacked',
    } as const;
    // A byte a value, the centre 0, and nothing that could be unpacked.
    const stream = seal(Uint8Array.of(1, 0, 0, 255, 254, 253), context);
    const session = await coder.open();
    await expect(session.decode(stream, context.shapes, 'stacked')).rejects.toThrow(
      new RegExp(`^${coder.id}(:| stream) .*broken`),
    );
    await session.close();
  });
});
