import { expect, test } from 'vitest';
import { bestTable, codesOf, codeTable } from '#src/codecs/jpeg/huffman-table.js';
import { createBitWriter } from '#src/optimize/baseline/bit-writer.js';
import { walkScan } from '#src/optimize/baseline/walk.js';

const of = (...symbols: number[]) => {
  const frequencies = new Uint32Array(256);
  for (const symbol of symbols) frequencies[symbol] = 1;
  return bestTable(frequencies);
};
const [dc, ac] = [of(0, 3), of(0, 0x12, 0xf0)];
const tables = [codeTable(dc), undefined, undefined, undefined, codeTable(ac)];

type Told = (string | number)[];

/** Blocks of a DC coefficient of 3 bits, one of 2 bits behind a zero, and the end; a restart between two. */
function scanOf(blocks: number): Uint8Array {
  const writer = createBitWriter(10);
  const [d, a] = [codesOf(dc), codesOf(ac)];
  for (let i = 0; i < blocks; i++) {
    if (i > 0 && i % 2 === 0) writer.marker(0xd0 + ((i / 2 - 1) & 7));
    writer.write(d.codes[3]!, d.lengths[3]!);
    writer.write(5, 3);
    writer.write(a.codes[0x12]!, a.lengths[0x12]!);
    writer.write(2, 2);
    writer.write(a.codes[0]!, a.lengths[0]!);
  }
  return writer.finish();
}

function walk(bytes: Uint8Array, units: number): Told[] {
  const told: Told[] = [];
  const layout = { units, blocks: [{ dc: 0, ac: 0 }], restartInterval: 2 };
  walkScan(bytes, { start: 0, end: bytes.length }, layout, tables, {
    symbol: (...each) => told.push(each),
    restart: (marker) => told.push(['restart', marker]),
  });
  return told;
}

test('every symbol is told with its bits, and every restart', () => {
  const block = [
    [0, 3, 5, 3],
    [4, 0x12, 2, 2],
    [4, 0, 0, 0],
  ];
  expect(walk(scanOf(3), 3)).toEqual([...block, ...block, ['restart', 0xd0], ...block]);
  // Markers count to 8.
  expect(
    walk(scanOf(19), 19)
      .filter(([kind]) => kind === 'restart')
      .at(-1),
  ).toEqual(['restart', 0xd0]);
});

test('what is cut short, too long, or lacks a restart is broken', () => {
  expect(() => walk(scanOf(3), 4)).toThrow(/JPEG is broken/);
  expect(() => walk(scanOf(4), 3)).toThrow(/data behind the picture/);
  expect(() => walk(scanOf(3).subarray(0, -1), 3)).toThrow(/JPEG is broken/);
  const without = Uint8Array.from(scanOf(3));
  without[without.indexOf(0xd0)] = 0xd3;
  expect(() => walk(without, 3)).toThrow(/restart is missing/);
});

test('a table that is missing is told', () => {
  const layout = { units: 1, blocks: [{ dc: 1, ac: 0 }], restartInterval: 0 };
  const sink = { symbol: () => {}, restart: () => {} };
  expect(() => walkScan(scanOf(1), { start: 0, end: 9 }, layout, tables, sink)).toThrow(
    /a table is missing/,
  );
});
