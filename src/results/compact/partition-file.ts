import { gzipSync } from 'node:zlib';
import { type ColumnSource, parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { messageOf, UsageError, WorkError } from '../../base/errors.js';
import { readBoundedSync } from '../../base/read-bounded.js';
import { type OpenColumns, openColumns } from './columns.js';
import { type Cell, type CellKind, cellKindOf, createShapes, type RecordApart } from './shape.js';

// A partition is one Parquet file: a row for each record, a column for each kind of cell by its path
// (`metrics/psnr`), and the column `shape`. What the records of one setting share stands once, in the
// dictionary of that column: it is the side table of settings.

const shapeColumn = 'shape';
const bytesOfSha256 = 32;

/** The bytes of a Parquet file that holds records. */
export function partitionBytes(records: readonly RecordApart[]): Uint8Array {
  const columns = new Map<string, (Cell | null)[]>();
  for (const [row, { cells }] of records.entries()) {
    for (const { path, value } of cells) {
      let column = columns.get(path);
      if (column === undefined) {
        column = new Array<Cell | null>(records.length).fill(null);
        columns.set(path, column);
      }
      column[row] = value;
    }
  }
  return columnBytes(
    records.map((record) => record.shape),
    columns,
  );
}

/**
 * The same of records in columns.
 * @param shape of each record
 * @param columns by path, of each record its cell, null where it has none
 */
export function columnBytes(
  shape: readonly string[],
  columns: ReadonlyMap<string, readonly (Cell | null)[]>,
): Uint8Array {
  const sources = [...columns].sort(([a], [b]) => (a < b ? -1 : 1));
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: shapeColumn, data: [...shape] },
      ...sources.map(([path, cells]) => columnOf(path, cells)),
    ],
    schema: [
      { name: 'root', num_children: sources.length + 1 },
      {
        name: shapeColumn,
        type: 'BYTE_ARRAY',
        converted_type: 'UTF8',
        repetition_type: 'REQUIRED',
      },
      ...sources.map(([path, cells]) => elementOf(path, cells)),
    ],
    codec: 'GZIP',
    compressors: { GZIP: (bytes) => gzipSync(bytes, { level: 9 }) },
    // One group: its dictionaries are those of the whole file.
    rowGroupSize: Math.max(1, shape.length),
    statistics: false,
    createdBy: 'paretobench',
  });
  return new Uint8Array(buffer);
}

/** A partition whose columns are read as they are asked for. */
export interface Partition {
  readonly rows: number;
  /** The shapes of its records, and of each row the place among them. */
  readonly shapes: readonly string[];
  readonly shapeOf: ArrayLike<number>;
  /** A reader of the cells of a path; a row without one has undefined. */
  cells(path: string): (row: number) => Cell | undefined;
  /** The line of a row, as it was before. */
  line(row: number): string;
}

/**
 * Opens a partition, and closes it when `visit` returns.
 * @throws WorkError where it is no such file
 */
export function readPartition(file: string, visit: (partition: Partition) => void): void {
  const bytes = readBoundedSync(file, { bound: 'picture' });
  try {
    visit(openPartition(openColumns(bytes, kindOf)));
  } catch (error) {
    if (error instanceof WorkError || error instanceof UsageError) throw error;
    throw new WorkError(
      `expected ${file} to be a partition of records as pareto compact writes it, and it is broken (${messageOf(error)}); fetch it again from where it came from, or move it away and measure again`,
      { code: 'broken-file', data: { file } },
    );
  }
}

function openPartition(columns: OpenColumns): Partition {
  const { rows } = columns;
  // A partition of no records has no columns.
  const column = columns.column(shapeColumn) ?? { values: [], places: null };
  const shapes = Array.from(column.values, String);
  const shapeOf = column.places ?? Int32Array.from({ length: rows }, (_, row) => row);
  const open = createShapes();
  const readers = new Map<string, (row: number) => Cell | undefined>();
  const cells = (path: string): ((row: number) => Cell | undefined) => {
    const known = readers.get(path);
    if (known !== undefined) return known;
    const { values, places } = columns.column(path) ?? { values: [], places: null };
    const reader =
      places === null ? (row: number) => values[row] : (row: number) => values[places[row]!];
    readers.set(path, reader);
    return reader;
  };
  return {
    ...{ rows, shapes, shapeOf, cells },
    line(row) {
      const shape = open(shapes[shapeOf[row]!]!);
      return shape.line(shape.paths.map((path) => demanded(cells(path)(row), path)));
    },
  };
}

function demanded(cell: Cell | undefined, path: string): Cell {
  if (cell === undefined) throw new Error(`a record without its cell of ${path}`);
  return cell;
}

function kindOf(path: string): CellKind {
  return path === shapeColumn ? 'text' : (cellKindOf(path) ?? 'text');
}

function columnOf(path: string, cells: readonly (Cell | null)[]): ColumnSource {
  const kind = cellKindOf(path)!;
  const data = cells.map((cell) => (cell === null ? null : stored(kind, cell)));
  const source = { name: path, data, offsetIndex: false };
  if (kind !== 'number' || isWhole(cells)) return source;
  // Exponents lie together then, and pack well.
  return { ...source, encoding: 'BYTE_STREAM_SPLIT' };
}

function elementOf(path: string, cells: readonly (Cell | null)[]): SchemaElement {
  const element = { name: path, repetition_type: 'OPTIONAL' } as const;
  switch (cellKindOf(path)!) {
    case 'text':
      return { ...element, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    case 'sha256':
      return { ...element, type: 'FIXED_LEN_BYTE_ARRAY', type_length: bytesOfSha256 };
    case 'moment':
      return { ...element, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' };
    case 'number':
      return { ...element, type: isWhole(cells) ? 'INT32' : 'DOUBLE' };
  }
}

function isWhole(cells: readonly (Cell | null)[]): boolean {
  return cells.every((cell) => cell === null || cell === (Number(cell) | 0));
}

function stored(kind: CellKind, cell: Cell): unknown {
  if (kind === 'sha256') return new Uint8Array(Buffer.from(String(cell), 'hex'));
  return kind === 'moment' ? new Date(cell) : cell;
}
