import type { RdRecord } from '../results/record.js';
import type { Column } from './columns.js';
import type { FileGroup } from './curve-groups.js';
import type { TimesBeside } from './image-seconds.js';

/** Writes records of one kind as one table, in pieces: a row for each. Pure. */
export type TableWriter = <T>(
  records: readonly T[],
  columns: readonly Column<T>[],
) => Iterable<string | Uint8Array>;

/** Makes the files of curves out of records, with the times of one testbed. Pure. */
export type CurveWriter = (
  records: readonly RdRecord[],
  times: TimesBeside,
) => readonly FileGroup<unknown>[];

interface Described {
  /** What it is, for help. */
  readonly title: string;
}

/** A format of one file. */
export interface TableExporter extends Described {
  readonly kind: 'table';
  /** Of file names that ask for it, with the point, in small letters. */
  readonly endings: readonly [string, ...string[]];
  /** Whether it is text, which a terminal can show. */
  readonly text: boolean;
  load(): Promise<TableWriter>;
}

/** A format of a folder with a file for each curve. */
export interface CurveExporter extends Described {
  readonly kind: 'curves';
  load(): Promise<CurveWriter>;
}
