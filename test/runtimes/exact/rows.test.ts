import { expect, test } from 'vitest';
import { partOfConv } from '#src/runtimes/exact/parts.js';
import {
  bytesOfRows,
  fillTable,
  placesOf,
  rowLength,
  tableLength,
} from '#src/runtimes/exact/rows.js';

test('rows are whole blocks', () => {
  expect([1, 8, 9].map(rowLength)).toEqual([8, 8, 16]);
  expect(bytesOfRows({ channels: 9, height: 2, width: 3 })).toBe(2 * 3 * 64);
});

test('a table names rows within the picture, and stands in for the others', () => {
  const part = partOfConv({
    weights: { dims: [1, 1, 1, 3], data: [1, 1, 1] },
    ...{ bias: null, strides: [1, 1], pads: [0, 1, 0, 1], dilations: [1, 1] },
  });
  const from = { at: 1000, channels: 1, height: 2, width: 3 };
  const to = { ...from, at: 5000 };
  expect(placesOf(part, to)).toEqual([2, 3]);
  const table = new Int32Array(tableLength(5, 3));
  expect(table).toHaveLength(32);
  fillTable(table, part, { from, to, spare: { zeros: 1, waste: 2 } }, [1, 6]);
  const row = (place: number) => 1000 + 32 * place;
  expect([...table.subarray(0, 16)]).toEqual([
    ...[row(0), row(1), 1, row(3)],
    ...[row(1), row(2), row(3), row(4)],
    ...[row(2), 1, row(4), row(5)],
    ...[5032, 5064, 5096, 5128],
  ]);
  expect([...table.subarray(16, 20)]).toEqual([row(4), 1, 1, 1]);
  expect([...table.subarray(28)]).toEqual([5160, 2, 2, 2]);
});
