import { type ColumnSource, parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import type { Cell, Column, ColumnType } from './columns.js';

/**
 * Records as one Parquet file, a row for each: the columns of the CSV with _ for the points in their
 * names. A metric is a double: null where it is missing or failed, infinity where there is no
 * difference. Samples of times are lists of doubles.
 */
export function parquet<T>(records: readonly T[], columns: readonly Column<T>[]): [Uint8Array] {
  const columnData = columns.map(
    ({ name, type, cell }): ColumnSource => ({
      name: columnName(name),
      data: records.map((record) => stored(type, cell(record))),
    }),
  );
  const root: SchemaElement = { name: 'root', num_children: columns.length };
  const buffer = parquetWriteBuffer({
    columnData,
    schema: [root, ...columns.flatMap(({ name, type }) => elements(columnName(name), type))],
    createdBy: 'paretobench',
  });
  return [new Uint8Array(buffer)];
}

/** A point in a name would be read as a path into a nested column. */
function columnName(name: string): string {
  return name.replaceAll('.', '_');
}

function stored(type: ColumnType, cell: Cell): unknown {
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}

function elements(name: string, type: ColumnType): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  switch (type) {
    case 'text':
      return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
    case 'integer':
      return [{ ...optional, type: 'INT64' }];
    case 'number':
      return [{ ...optional, type: 'DOUBLE' }];
    case 'boolean':
      return [{ ...optional, type: 'BOOLEAN' }];
    case 'numbers':
      return [
        { ...optional, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      ];
  }
}
