import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { openColumns } from '#src/results/compact/columns.js';
import type { Cell, CellKind } from '#src/results/compact/shape.js';

const kinds: Record<string, CellKind> = {
  few: 'number',
  many: 'number',
  some: 'number',
  moment: 'moment',
  name: 'text',
  sha: 'sha256',
  always: 'text',
};
const rows = 700;
const expected: Record<string, (row: number) => Cell | undefined> = {
  few: (row) => row % 3,
  many: (row) => Math.sin(row),
  some: (row) => (row % 5 === 0 ? undefined : row / 7),
  moment: (row) => new Date(1.8e12 + row).toISOString(),
  name: (row) => (row % 11 === 0 ? undefined : `brücke ${row}`),
  sha: (row) => `${row % 4}`.repeat(64),
  always: (row) => `${row >> 6}`,
};

function stored(name: string, value: Cell | undefined): unknown {
  if (value === undefined) return null;
  if (kinds[name] === 'sha256') return new Uint8Array(Buffer.from(String(value), 'hex'));
  return kinds[name] === 'moment' ? new Date(value) : value;
}

function written(options: object = {}): Buffer {
  const types = { number: 'DOUBLE', moment: 'TIMESTAMP', text: 'STRING', sha256: 'BYTE_ARRAY' };
  const columnData = Object.entries(kinds).map(([name, kind]) => ({
    name,
    type: types[kind] as 'DOUBLE',
    nullable: name !== 'always',
    data: Array.from({ length: rows }, (_, row) => stored(name, expected[name]!(row))),
    ...(name === 'many' && { encoding: 'BYTE_STREAM_SPLIT' as const }),
  }));
  const packed = { codec: 'GZIP' as const, compressors: { GZIP: (b: Uint8Array) => gzipSync(b) } };
  return Buffer.from(parquetWriteBuffer({ columnData, ...packed, ...options }));
}

test.each([
  ['one page', {}],
  ['several pages', { pageSize: 500 }],
  ['several row groups', { rowGroupSize: 97 }],
  ['nothing packed', { codec: 'UNCOMPRESSED' }],
])('cells of every kind, in dictionaries or not, absent or not: %s', (_, options) => {
  const columns = openColumns(written(options), (name) => kinds[name]!);
  expect(columns.rows).toBe(rows);
  for (const [name, of] of Object.entries(expected)) {
    const { values, places } = columns.column(name)!;
    const cells = Array.from({ length: rows }, (__, row) => values[places?.[row] ?? row]);
    expect(cells, name).toEqual(Array.from({ length: rows }, (__, row) => of(row)));
  }
  expect(columns.column('another')).toBeNull();
});

test('a column is decoded once, and values that repeat stand once', () => {
  const columns = openColumns(written(), (name) => kinds[name]!);
  expect(columns.column('sha')).toBe(columns.column('sha'));
  expect(columns.column('sha')!.values).toHaveLength(4);
});

test('what is no Parquet file is an error', () => {
  expect(() => openColumns(Buffer.from('PAR1 no such file PAR1'), () => 'text')).toThrow();
});
