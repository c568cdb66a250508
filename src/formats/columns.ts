import type { RdRecord, Recorded, TimingRecord } from '../results/record.js';

/** What a column holds; `numbers` are lists of them. Every cell may be null as well. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'numbers';

export type Cell = string | number | boolean | readonly number[] | null;

/** A column of a table of records: its name is the path of the field in the record. */
export interface Column<T> {
  readonly name: string;
  readonly type: ColumnType;
  readonly cell: (record: T) => Cell;
}

/**
 * The columns of rate-distortion records. Of a metric there are three: `metrics.psnr` its value,
 * which is Infinity where the record has null without an error, `metricVersions.psnr` filled where
 * it was computed, and `metricErrors.psnr` where it failed. A metric is in where one record has it.
 */
export function rdColumns(records: readonly RdRecord[]): Column<RdRecord>[] {
  const ids = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  return [
    ...subject,
    column('bytes', 'integer', ({ bytes }) => bytes),
    column('sourceBytes', 'integer', ({ sourceBytes }) => sourceBytes),
    column('bpp', 'number', ({ bpp }) => bpp),
    column('bitstreamSha256', 'text', ({ bitstreamSha256 }) => bitstreamSha256),
    column('conversion', 'text', ({ conversion }) => conversion),
    column('exact', 'boolean', ({ exact }) => exact),
    column('alpha', 'text', ({ alpha }) => alpha),
    ...ids.map((id) =>
      column(`metrics.${id}`, 'number', (record: RdRecord) => scoreOf(record, id)),
    ),
    ...ids.map((id) =>
      column(`metricVersions.${id}`, 'text', (record: RdRecord) => own(record.metricVersions, id)),
    ),
    ...ids.map((id) =>
      column(`metricErrors.${id}`, 'text', (record: RdRecord) => own(record.metricErrors, id)),
    ),
    column('worstTiles', 'text', ({ worstTiles }) => jsonOf(worstTiles)),
    column('learned', 'text', ({ learned }) => (learned === null ? null : JSON.stringify(learned))),
    ...provenance,
  ];
}

/** The columns of timing records: all samples of a stage stand in one cell. */
export function timingColumns(records: readonly TimingRecord[]): Column<TimingRecord>[] {
  const directions = (['encode', 'decode'] as const).flatMap((name): Column<TimingRecord>[] => {
    const stages = [...new Set(records.flatMap((record) => Object.keys(record[name].stages)))];
    return [
      column(`${name}.total`, 'numbers', (record) => record[name].total),
      column(`${name}.cpu`, 'numbers', (record) => record[name].cpu),
      ...stages
        .sort()
        .map((stage) =>
          column(
            `${name}.stages.${stage}`,
            'numbers',
            (record: TimingRecord) => own(record[name].stages, stage) ?? [],
          ),
        ),
      column(`${name}.childCpu`, 'numbers', (record) => record[name].childCpu ?? []),
      column(`${name}.reported`, 'numbers', (record) => record[name].reported ?? []),
      column(`peakBytes.${name}`, 'integer', ({ peakBytes }) => peakBytes?.[name] ?? null),
    ];
  });
  return [
    ...subject,
    column('testbed', 'text', ({ testbed }) => testbed),
    column('node', 'text', ({ node }) => node),
    column('threads', 'integer', ({ threads }) => threads),
    column('passes', 'integer', ({ passes }) => passes),
    column('seed', 'integer', ({ seed }) => seed),
    column('bytes', 'integer', ({ bytes }) => bytes),
    column('setupSeconds', 'number', ({ setupSeconds }) => setupSeconds),
    ...directions,
    column('busy', 'text', ({ busy }) => busy?.join(' ') ?? null),
    column('peakBytes.idle', 'integer', ({ peakBytes }) => peakBytes?.idle ?? null),
    column('peakBytes.image', 'text', ({ peakBytes }) => peakBytes?.image ?? null),
    ...provenance,
  ];
}

const subject: readonly Column<Recorded>[] = [
  column('schema', 'integer', ({ schema }) => schema),
  column('kind', 'text', ({ kind }) => kind),
  column('key', 'text', ({ key }) => key),
  column('protocol', 'integer', ({ protocol }) => protocol),
  column('codec', 'text', ({ codec }) => codec),
  column('spec', 'text', ({ spec }) => spec),
  column('settings', 'text', ({ settings }) => JSON.stringify(settings)),
  column('knob', 'text', ({ knob }) => knob),
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

const provenance: readonly Column<Recorded>[] = [
  column('error.stage', 'text', ({ error }) => error?.stage ?? null),
  column('error.message', 'text', ({ error }) => error?.message ?? null),
  column('version', 'text', ({ version }) => version),
  column('commit', 'text', ({ commit }) => commit),
  column('at', 'text', ({ at }) => at),
];

function column<T>(name: string, type: ColumnType, cell: (record: T) => Cell): Column<T> {
  return { name, type, cell };
}

/** Null in a record, with no error beside it, is the infinity that JSON cannot hold. */
function scoreOf({ metrics, metricErrors }: RdRecord, id: string): number | null {
  if (!Object.hasOwn(metrics, id) || Object.hasOwn(metricErrors, id)) return null;
  return metrics[id] ?? Number.POSITIVE_INFINITY;
}

/** Metrics and stages are named by records: one named `constructor` is no function. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(table, name) ? table[name]! : null;
}

function jsonOf(table: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(table).length === 0 ? null : JSON.stringify(table);
}
