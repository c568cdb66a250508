import { bitsPerPixel } from '../../base/bits-per-pixel.js';
import { codecKey } from '../identity.js';
import { rdKey } from '../key.js';
import { protocolVersion, type RdRecord, rdRecord } from '../record.js';

/** What differs from record to record: a value of a Parquet column. */
export type Cell = number | string;

/** How the cells of a column are stored. */
export type CellKind = 'number' | 'text' | 'sha256' | 'moment';

/**
 * A record apart: its shape, which records of one setting share, and its own cells, in the order in
 * which they stand in its line.
 */
export interface RecordApart {
  /** The record's line, with a mark in the place of each cell and of each value that others tell. */
  readonly shape: string;
  readonly cells: readonly { readonly path: string; readonly value: Cell }[];
}

/** In a shape: a cell, and values that other fields tell. No record has such a text of its own. */
export const marks = { cell: '\u0001', key: '\u0002', bpp: '\u0003', tile: '\u0004' } as const;

const hexadecimal = /^[0-9a-f]{64}$/;
const separator = '/';

/** How the cells of a path are stored; null where it is part of the shape. */
export function cellKindOf(path: string): CellKind | null {
  switch (path) {
    case 'key':
    case 'imageSha256':
    case 'bitstreamSha256':
      return 'sha256';
    case 'image':
      return 'text';
    case 'at':
      return 'moment';
    case 'bytes':
    case 'sourceBytes':
    case 'bpp':
    case 'width':
    case 'height':
      return 'number';
    default:
      return /^(?:metrics|worstTiles|learned)\//.test(path) ? 'number' : null;
  }
}

/**
 * Takes a line apart.
 * @param open see `createShapes`
 * @returns null where it is no record of this version, or where it could not be put together again
 *   byte by byte
 */
export function takeApart(line: string, open: OpenShapes): RecordApart | null {
  const record = parsed(line);
  if (record === null) return null;
  const cells: { path: string; value: Cell }[] = [];
  const marked = (value: unknown, path: string): unknown => {
    if (value !== null && typeof value === 'object') {
      if (Array.isArray(value)) return value;
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([name, each]) => [name, marked(each, path + separator + name)]),
      );
    }
    const told = toldByOthers(path, value, record);
    if (told !== null) return told;
    const kind = cellKindOf(path);
    if (kind === null || !fits(kind, value)) return value;
    cells.push({ path, value: value as Cell });
    return marks.cell;
  };
  const entries = Object.entries(record).map(([name, value]) => [name, marked(value, name)]);
  const shape = JSON.stringify(Object.fromEntries(entries));
  const values = cells.map(({ value }) => value);
  return open(shape).line(values) === line ? { shape, cells } : null;
}

/** A shape that is ready to make lines. */
export interface OpenShape {
  /** Where its cells come from, in the order of `line`. */
  readonly paths: readonly string[];
  line(cells: readonly Cell[]): string;
}

/** Reads shapes, each of them once. */
export type OpenShapes = (shape: string) => OpenShape;

export function createShapes(): OpenShapes {
  const known = new Map<string, OpenShape>();
  return (shape) => {
    const found = known.get(shape) ?? openShape(shape);
    known.set(shape, found);
    return found;
  };
}

function openShape(shape: string): OpenShape {
  const template = JSON.parse(shape) as RdRecord;
  const slots: { mark: string; path: string }[] = [];
  const walk = (value: unknown, path: string): void => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const [name, each] of Object.entries(value)) {
        walk(each, path === '' ? name : path + separator + name);
      }
    } else if (Object.values<unknown>(marks).includes(value)) {
      slots.push({ mark: value as string, path });
    }
  };
  walk(template, '');
  const between = shape.split(/"\\u000[1-4]"/);
  const paths = slots.filter(({ mark }) => mark === marks.cell).map(({ path }) => path);
  const at = new Map(paths.map((path, index) => [path, index]));
  const codec = codecKey(template);
  return {
    paths,
    line(cells) {
      const cell = (path: string) => cells[at.get(path)!];
      let line = between[0]!;
      for (const [i, { mark, path }] of slots.entries()) {
        line += JSON.stringify(filling(mark, path, cell, { template, codec })) + between[i + 1];
      }
      return line;
    },
  };
}

function filling(
  mark: string,
  path: string,
  cell: (path: string) => Cell | undefined,
  { template, codec }: { readonly template: RdRecord; readonly codec: string },
): Cell | null | undefined {
  switch (mark) {
    case marks.key:
      return rdKey(codec, String(cell('imageSha256')), template.crop);
    case marks.bpp:
      return bitsPerPixel(Number(cell('bytes')), Number(cell('width')), Number(cell('height')));
    case marks.tile:
      return cell(`metrics${separator}${path.split(separator)[1]}`);
    default:
      return cell(path);
  }
}

/** The mark of a value that other fields of its record tell; null of others. */
function toldByOthers(path: string, value: unknown, record: RdRecord): string | null {
  if (path === 'key') {
    if (record.protocol !== protocolVersion) return null;
    return value === rdKey(codecKey(record), record.imageSha256, record.crop) ? marks.key : null;
  }
  if (path === 'bpp') {
    const { bytes, width, height } = record;
    if (bytes === null || width === null || height === null) return null;
    return value === bitsPerPixel(bytes, width, height) ? marks.bpp : null;
  }
  const [, metric] = /^worstTiles\/([^/]+)\/value$/.exec(path) ?? [];
  if (metric === undefined || typeof value !== 'number') return null;
  return value === record.metrics[metric] ? marks.tile : null;
}

function fits(kind: CellKind, value: unknown): boolean {
  if (kind === 'number') return typeof value === 'number';
  if (typeof value !== 'string') return false;
  if (kind === 'sha256') return hexadecimal.test(value);
  if (kind === 'text') return true;
  const moment = new Date(value);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === value;
}

/** A line's record, where the fields that others are told by are what they should be. */
function parsed(line: string): RdRecord | null {
  try {
    const { success } = rdRecord.safeParse(JSON.parse(line));
    return success ? (JSON.parse(line) as RdRecord) : null;
  } catch {
    return null;
  }
}
