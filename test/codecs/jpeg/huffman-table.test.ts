import { expect, test } from 'vitest';
import {
  bestTable,
  codesOf,
  codeTable,
  readTables,
  tableSegment,
} from '#src/codecs/jpeg/huffman-table.js';

const frequencies = new Uint32Array(256);
for (let i = 0; i < 40; i++) frequencies[5 * i] = 2 ** Math.min(i, 30);
const table = bestTable(frequencies);

test('codes are of 16 bits at most, and none is all ones', () => {
  const { codes, lengths } = codesOf(table);
  expect(table.symbols.length).toBe(40);
  for (const symbol of table.symbols) {
    expect(lengths[symbol]).toBeGreaterThan(0);
    expect(lengths[symbol]).toBeLessThanOrEqual(16);
    expect(codes[symbol]).toBeLessThan(2 ** lengths[symbol]! - 1);
  }
});

test('a symbol alone has a code of one bit', () => {
  const one = new Uint32Array(256);
  one[7] = 3;
  const { codes, lengths } = codesOf(bestTable(one));
  expect([codes[7], lengths[7]]).toEqual([0, 1]);
});

test('what begins with a code is read as its symbol', () => {
  const { codes, lengths } = codesOf(table);
  const found = codeTable(table);
  for (const symbol of table.symbols) {
    const length = lengths[symbol]!;
    const first = codes[symbol]! << (16 - length);
    for (const at of [first, first + 2 ** (16 - length) - 1]) {
      expect(found[at]).toBe((length << 8) | symbol);
    }
  }
  expect(found[0xffff]).toBe(0);
});

test('a segment is read as it was written; one that is cut short is not', () => {
  const segment = tableSegment([
    [1, table],
    [6, table],
  ]);
  expect([...segment.subarray(0, 4)]).toEqual([0xff, 0xc4, 0, segment.length - 2]);
  expect(readTables(Uint8Array.from(segment.subarray(4)))).toEqual([
    [1, table],
    [6, table],
  ]);
  expect(readTables(segment.subarray(4, -1))).toBe(null);
  expect(readTables(Uint8Array.of(0x25))).toBe(null);
});

test('rarer symbols get longer codes, none beyond 16 bits, and no code is all ones', () => {
  const counts = new Uint32Array(256);
  let [a, b] = [1, 1];
  for (let symbol = 0; symbol < 40; symbol++) {
    counts[symbol] = a;
    [a, b] = [b, Math.min(2 ** 31, a + b)];
  }
  const best = bestTable(counts);
  expect(best.symbols.length).toBe(40);
  const { lengths } = codesOf(best);
  const used = [...lengths.subarray(0, 40)];
  const kraft = used.reduce((sum, length) => sum + 2 ** -length, 0);
  expect(kraft).toBeLessThan(1);
  expect(Math.max(...used)).toBe(16);
  for (let symbol = 1; symbol < 40; symbol++) {
    expect(used[symbol]!).toBeLessThanOrEqual(used[symbol - 1]!);
  }
});
