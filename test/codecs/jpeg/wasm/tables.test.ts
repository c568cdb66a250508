import { describe, expect, test } from 'vitest';
import { typicalCodes } from '#src/codecs/jpeg/wasm/annex-k.js';
import { openArena } from '#src/codecs/jpeg/wasm/arena.js';
import { takePlane } from '#src/codecs/jpeg/wasm/layout.js';
import { createCodeTables, emptyTables, readTables } from '#src/codecs/jpeg/wasm/tables.js';

function segment(marker: number, ...data: number[]) {
  const bytes = Uint8Array.of(0xff, marker, 0, data.length + 2, ...data);
  return [bytes, { marker, start: 0, end: bytes.length }] as const;
}

describe('readTables', () => {
  test('takes steps of 8 and of 16 bits', () => {
    const tables = emptyTables();
    const steps = Array.from({ length: 64 }, (_, i) => i + 1);
    readTables(...segment(0xdb, 2, ...steps, 0x13, ...steps.flatMap((step) => [1, step])), tables);
    expect([...tables.quantisers[2]!]).toEqual(steps);
    expect([...tables.quantisers[3]!]).toEqual(steps.map((step) => 256 + step));
  });

  test('refuses tables that are cut short, or of no number', () => {
    const read =
      (...args: Parameters<typeof segment>) =>
      () =>
        readTables(...segment(...args), emptyTables());
    expect(read(0xdb, 0, 1, 2)).toThrow('quantisation table');
    expect(read(0xdb, 4, ...Array(64).fill(1))).toThrow('quantisation table');
    expect(read(0xc4, 0, 1, 2)).toThrow('Huffman table');
    expect(read(0xc4, 0x20, ...typicalCodes[0]!)).toThrow('Huffman table');
    expect(read(0xc4, 0, ...Array(16).fill(1), 1)).toThrow('Huffman table');
  });
});

test('a Huffman table that is no prefix code is refused, whatever came before', async () => {
  const codes = createCodeTables((await openArena())());
  const none = Array<null>(7).fill(null);
  expect(codes.load([typicalCodes[0]!, ...none])).toHaveLength(8);
  expect(() => codes.load([Uint8Array.of(3, ...Array(15).fill(0), 1, 2, 3), ...none])).toThrow(
    'no prefix code',
  );
  expect(() => codes.load([Uint8Array.of(1, ...Array(15).fill(0), 16), ...none])).toThrow(
    'no prefix code',
  );
});

test('rooms of the arena lie apart, and what is beyond 4 GiB is refused', async () => {
  const arena = (await openArena())();
  const mark = arena.mark();
  const plane = takePlane(arena, { width: 1000, height: 3 });
  expect(plane.stride).toBeGreaterThan(1000);
  expect(arena.take(10)).toBeGreaterThan(plane.pointer + 3 * plane.stride);
  arena.release(mark);
  expect(takePlane(arena, { width: 10, height: 1 }).pointer).toBe(plane.pointer);
  expect(() => takePlane(arena, { width: 65_535, height: 65_535 })).toThrow('GiB of memory');
});
