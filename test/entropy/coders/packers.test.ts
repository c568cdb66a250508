import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  inflateRawSync,
} from 'node:zlib';
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

/** The strongest that the formats' libraries can do, or are asked for. */
const packers: Readonly<Record<string, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  brotli: async (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  deflate: async (bytes) => deflateRawSync(bytes, { level: 9, memLevel: 9 }),
  zstd: (bytes) => library.compress(bytes, 19),
};

/** Ones and zeros that repeat themselves from afar, with errors: a longer search finds more. */
function repetitive(length: number): number[] {
  const random = numbers();
  const values: number[] = [];
  while (values.length < length) {
    const copies = values.length > 3000 && random() < 0.05;
    const from = Math.floor(random() * (values.length - 200));
    const run = copies ? 20 + Math.floor(random() * 150) : 1;
    for (let i = 0; i < run; i++) {
      const fresh = !copies || random() < 0.02;
      values.push(fresh ? Math.floor(random() * 2) : values[from + i]!);
    }
  }
  return values.slice(0, length);
}

/** Values that are more and more spread out: how many share a code table counts. */
function spreading(length: number): number[] {
  const random = numbers();
  return Array.from({ length }, (_, i) => Math.floor(random() * random() * (20 + i / 500)));
}

function numbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

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

  test.each([
    ['that repeat themselves', repetitive(30_000)],
    ['that spread out', spreading(40_000)],
  ])('packs values %s as strongly as it can', async (_name, values) => {
    const groups = [group(1, 100, values.length / 100, (i) => values[i]!)];
    const session = await coder.open();
    const stream = await session.encode(groups, 'stacked');
    await session.close();
    const payload = unseal(stream, { coder: coder.id, shapes: groups, arrangement: 'stacked' });
    const own = await packers[coder.id]!(Uint8Array.from(values));
    expect(payload.subarray(3)).toEqual(Uint8Array.from(own));
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
