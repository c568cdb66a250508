import type { RecordsByKind } from '../results/record.js';
import type { RecordKind } from '../results/record-kinds.js';

/** What a column holds; `numbers` are lists of them. Every cell may be null as well. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'numbers';

export type Cell = string | number | boolean | readonly number[] | null;

/** A column of a table of records: its name is the path of the field in the record. */
export interface Column<T> {
  readonly name: string;
  readonly type: ColumnType;
  readonly cell: (record: T) => Cell;
}

/** A column by its parts. */
export function column<T>(name: string, type: ColumnType, cell: (record: T) => Cell): Column<T> {
  return { name, type, cell };
}

type Any = RecordsByKind[RecordKind];

/** What every record is of. `knobValue` is the value of the setting that `knob` names. */
export const subject: readonly Column<Any>[] = [
  column('schema', 'integer', ({ schema }) => schema),
  column('kind', 'text', ({ kind }) => kind),
  column('key', 'text', ({ key }) => key),
  column('protocol', 'integer', ({ protocol }) => protocol),
  column('codec', 'text', ({ codec }) => codec),
  column('spec', 'text', ({ spec }) => spec),
  column('settings', 'text', ({ settings }) => JSON.stringify(settings)),
  column('knob', 'text', ({ knob }) => knob),
  column('knobValue', 'number', ({ knob, settings }) => numberOf(settings, knob)),
  column('engine.name', 'text', ({ engine }) => engine.name),
  column('engine.version', 'text', ({ engine }) => engine.version),
  column('engine.runtime', 'text', ({ engine }) => engine.runtime),
  column('dataset', 'text', ({ dataset }) => dataset),
  column('image', 'text', ({ image }) => image),
  column('imageSha256', 'text', ({ imageSha256 }) => imageSha256),
  column('crop', 'text', ({ crop }) => crop),
  column('width', 'integer', ({ width }) => width),
  column('height', 'integer', ({ height }) => height),
];

/** How every record came about, and where it failed. */
export const provenance: readonly Column<Any>[] = [
  column('error.stage', 'text', ({ error }) => error?.stage ?? null),
  column('error.message', 'text', ({ error }) => error?.message ?? null),
  column('version', 'text', ({ version }) => version),
  column('commit', 'text', ({ commit }) => commit),
  column('at', 'text', ({ at }) => at),
];

/** The value of a name that a record chose: one named `constructor` is no function. */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(table, name) ? table[name]! : null;
}

function numberOf(table: Readonly<Record<string, unknown>>, name: string | null): number | null {
  const value = name === null ? null : own(table, name);
  return typeof value === 'number' ? value : null;
}
