import { gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetSchema } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { getTreePath } from 'hyparquet/src/schema.js';
import type { Cell, CellKind } from './shape.js';

/** A column of a Parquet file, decoded: a value that repeats stands once, where the file has it so. */
export interface Column {
  readonly values: ArrayLike<Cell>;
  /** Place in `values` of each row, -1 where the row has no cell; null where a row's place is its number. */
  readonly places: Int32Array | null;
}

/** A Parquet file whose columns are decoded when they are asked for, each once. */
export interface OpenColumns {
  readonly rows: number;
  /** The column of a name; null where the file has none. */
  column(name: string): Column | null;
}

/**
 * Opens the columns of a Parquet file of one row group or more, without nesting. hyparquet reads files by
 * promises alone, and makes a value of each cell; here only its decoders are used.
 * @param kindOf how the cells of a column are stored
 * @throws Error where it is no such file, also while columns are decoded
 */
export function openColumns(bytes: Buffer, kindOf: (name: string) => CellKind): OpenColumns {
  const metadata = parquetMetadata(bytes);
  const tree = parquetSchema(metadata);
  const chunks = new Map<string, Chunk[]>();
  for (const { columns, num_rows } of metadata.row_groups) {
    for (const { meta_data: about } of columns) {
      if (about === undefined) throw new Error('a column without metadata');
      const path = about.path_in_schema;
      const schemaPath = getTreePath(tree, path);
      const start = Number(about.dictionary_page_offset ?? about.data_page_offset);
      const end = start + Number(about.total_compressed_size);
      const of = chunks.get(path[0]!) ?? [];
      of.push({
        rows: Number(num_rows),
        reader: {
          view: new DataView(bytes.buffer, bytes.byteOffset + start, end - start),
          offset: 0,
        },
        decoder: {
          pathInSchema: path,
          element: schemaPath.at(-1)!.element,
          schemaPath,
          parsers: DEFAULT_PARSERS,
          compressors: { GZIP: (packed) => gunzipSync(packed) },
          ...about,
        },
      });
      chunks.set(path[0]!, of);
    }
  }
  const decoded = new Map<string, Column>();
  return {
    rows: metadata.row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0),
    column(name) {
      const found = chunks.get(name);
      if (found === undefined) return null;
      const column = decoded.get(name) ?? joined(found.map((each) => decode(each, kindOf(name))));
      decoded.set(name, column);
      return column;
    },
  };
}

interface Chunk {
  readonly rows: number;
  readonly reader: Parameters<typeof parquetHeader>[0];
  readonly decoder: Parameters<typeof readDataPageV2>[2];
}

interface Page {
  /** 0 where a row has no cell; empty where all have one. */
  readonly levels: ArrayLike<number>;
  readonly data: ArrayLike<unknown>;
  /** Whether the data are places in the dictionary. */
  readonly coded: boolean;
}

function decode({ rows, reader, decoder }: Chunk, kind: CellKind): Column {
  let dictionary: ArrayLike<Cell> | null = null;
  const pages: Page[] = [];
  while (reader.offset < reader.view.byteLength) {
    const header = parquetHeader(reader);
    const packed = new Uint8Array(
      reader.view.buffer,
      reader.view.byteOffset + reader.offset,
      header.compressed_page_size,
    );
    reader.offset += header.compressed_page_size;
    const unpacked = () =>
      decompressPage(packed, header.uncompressed_page_size, decoder.codec, decoder.compressors);
    const { dictionary_page_header, data_page_header, data_page_header_v2 } = header;
    if (dictionary_page_header !== undefined) {
      const { buffer, byteOffset, byteLength } = unpacked();
      const view = { view: new DataView(buffer, byteOffset, byteLength), offset: 0 };
      const count = dictionary_page_header.num_values;
      dictionary = cellsOf(kind, readPlain(view, decoder.type, count, decoder.element.type_length));
      continue;
    }
    const page = data_page_header ?? data_page_header_v2;
    if (page === undefined) throw new Error(`a page of type ${header.type}`);
    const { definitionLevels, dataPage } = data_page_header
      ? readDataPage(unpacked(), data_page_header, decoder)
      : readDataPageV2(packed, header, decoder);
    const whole = dataPage.length === page.num_values;
    const levels = whole ? [] : (definitionLevels ?? []);
    pages.push({ levels, data: dataPage, coded: page.encoding.endsWith('_DICTIONARY') });
  }
  const column = columnOf(pages, dictionary, kind, rows);
  if ((column.places ?? column.values).length !== rows) throw new Error('a column of other rows');
  return column;
}

function columnOf(
  pages: readonly Page[],
  dictionary: ArrayLike<Cell> | null,
  kind: CellKind,
  rows: number,
): Column {
  const [first] = pages;
  if (pages.length === 1 && !first!.coded && first!.levels.length === 0) {
    return { values: cellsOf(kind, first!.data), places: null };
  }
  const places = new Int32Array(rows);
  const parts: ArrayLike<Cell>[] = dictionary === null ? [] : [dictionary];
  let row = 0;
  let known = dictionary?.length ?? 0;
  for (const { levels, data, coded } of pages) {
    const count = levels.length === 0 ? data.length : levels.length;
    for (let i = 0, at = 0; i < count; i++, row++) {
      if (levels.length > 0 && levels[i] === 0) places[row] = -1;
      else {
        places[row] = coded ? Number(data[at]) : known + at;
        at += 1;
      }
    }
    if (coded) continue;
    parts.push(cellsOf(kind, data));
    known += data.length;
  }
  if (row !== rows) throw new Error('a column of other rows');
  return { values: parts.length === 1 ? parts[0]! : chained(parts), places };
}

/** The columns of several row groups as one. */
function joined(columns: readonly Column[]): Column {
  if (columns.length === 1) return columns[0]!;
  const places: number[] = [];
  let known = 0;
  for (const { values, places: own } of columns) {
    for (let i = 0; i < (own ?? values).length; i++) {
      const place = own === null ? i : own[i]!;
      places.push(place < 0 ? place : known + place);
    }
    known += values.length;
  }
  return { values: chained(columns.map(({ values }) => values)), places: Int32Array.from(places) };
}

function chained(parts: readonly ArrayLike<Cell>[]): Cell[] {
  return parts.flatMap((part) => Array.from(part));
}

function cellsOf(kind: CellKind, stored: ArrayLike<unknown>): ArrayLike<Cell> {
  switch (kind) {
    case 'number':
      return stored instanceof Float64Array ? stored : Float64Array.from(stored as number[]);
    case 'text':
      return Array.from(stored, (each) => bytesOf(each).toString('utf8'));
    case 'sha256':
      return Array.from(stored, (each) => bytesOf(each).toString('hex'));
    case 'moment':
      return Array.from(stored, (each) => new Date(Number(each)).toISOString());
  }
}

function bytesOf(value: unknown): Buffer {
  const { buffer, byteOffset, byteLength } = value as Uint8Array<ArrayBuffer>;
  return Buffer.from(buffer, byteOffset, byteLength);
}
