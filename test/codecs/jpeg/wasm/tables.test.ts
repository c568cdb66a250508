import { describe, expect, test } from 'vitest';
import { typicalCodes } from '#src/codecs/jpeg/wasm/annex-k.js';
import { openArena } from '#src/codecs/jpeg/wasm/arena.js';
import { takePlane } from '#src/codecs/jpeg/wasm/layout.js';
import { emptyTables, readTables } from '#src/codecs/jpeg/wasm/tables.js';

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

test('what a file says again is the same value again, and what it says otherwise is not', () => {
  const known = emptyTables();
  const read = (...data: readonly [marker: number, ...number[]]) => {
    const tables = emptyTables();
    readTables(...segment(...data), tables, known);
    return tables;
  };
  const steps = Array.from({ length: 64 }, (_, i) => i + 1);
  const [first] = read(0xdb, 0, ...steps).quantisers;
  expect(read(0xdb, 0, ...steps).quantisers[0]).toBe(first);
  const other = read(0xdb, 0, ...steps.with(63, 99)).quantisers[0]!;
  expect([...other]).toEqual(steps.with(63, 99));
  expect([...first!]).toEqual(steps);
  const [code, longer] = [typicalCodes[0]!, typicalCodes[1]!];
  const [kept] = read(0xc4, 0, ...code).codes;
  expect(read(0xc4, 0, ...code).codes[0]).toBe(kept);
  expect(read(0xc4, 0, ...longer).codes[0]).toEqual(longer);
  expect(read(0xc4, 0, ...code.with(20, 9)).codes[0]).toEqual(code.with(20, 9));
  expect(read(0xc4, 1, ...code).codes[0]).toBeNull();
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
