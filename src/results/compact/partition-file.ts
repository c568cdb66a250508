import { gunzipSync, gzipSync } from 'node:zlib';
import { parquetMetadata, parquetSchema } from 'hyparquet';
import { readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { getTreePath } from 'hyparquet/src/schema.js';
import { type ColumnSource, parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { messageOf, WorkError } from '../../base/errors.js';
import { readBoundedSync } from '../../base/read-bounded.js';
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
  const sources = [...columns].sort(([a], [b]) => (a < b ? -1 : 1));
  const shape = records.map((record) => record.shape);
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: shapeColumn, data: shape },
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
    rowGroupSize: Math.max(1, records.length),
    statistics: false,
    createdBy: 'paretobench',
  });
  return new Uint8Array(buffer);
}

/**
 * Reads the lines of a partition.
 * @throws WorkError where it is no such file
 */
export function readPartition(file: string, visit: (line: string) => void): void {
  const bytes = readBoundedSync(file, { bound: 'picture' });
  try {
    const columns = readColumns(bytes);
    // A partition of no records has no columns.
    const shapes = columns.size === 0 ? [] : columns.get(shapeColumn)!;
    const open = createShapes();
    for (let row = 0; row < shapes.length; row++) {
      const shape = open(String(shapes[row]));
      visit(
        shape.line(shape.paths.map((path) => read(cellKindOf(path)!, columns.get(path)![row]))),
      );
    }
  } catch (error) {
    if (error instanceof WorkError) throw error;
    throw new WorkError(
      `expected ${file} to be a partition of records as pareto compact writes it, and it is broken (${messageOf(error)}); fetch it again from where it came from, or move it away and measure again`,
      { code: 'broken-file', data: { file } },
    );
  }
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

function read(kind: CellKind, value: unknown): Cell {
  switch (kind) {
    case 'number':
      return Number(value);
    case 'text':
      return String(value);
    case 'sha256':
      return Buffer.from(value as Uint8Array).toString('hex');
    case 'moment':
      return (value as Date).toISOString();
  }
}

/** The columns of a file, at once: hyparquet itself reads files by promises alone. */
function readColumns(bytes: Buffer): Map<string, readonly unknown[]> {
  const metadata = parquetMetadata(bytes);
  const tree = parquetSchema(metadata);
  const columns = new Map<string, unknown[]>();
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    for (const { meta_data: about } of group.columns) {
      if (about === undefined) throw new Error('a column without metadata');
      const path = about.path_in_schema;
      const schemaPath = getTreePath(tree, path);
      const start = Number(about.dictionary_page_offset ?? about.data_page_offset);
      const end = start + Number(about.total_compressed_size);
      const { data } = readColumn(
        { view: new DataView(bytes.buffer, bytes.byteOffset + start, end - start), offset: 0 },
        { groupStart: 0, groupRows: rows, selectStart: 0, selectEnd: rows },
        {
          pathInSchema: path,
          element: schemaPath.at(-1)!.element,
          schemaPath,
          parsers: DEFAULT_PARSERS,
          compressors: { GZIP: (packed) => gunzipSync(packed) },
          ...about,
        },
      );
      const column = columns.get(path[0]!) ?? [];
      for (const part of data) for (const value of part) column.push(value);
      columns.set(path[0]!, column);
    }
  }
  return columns;
}
