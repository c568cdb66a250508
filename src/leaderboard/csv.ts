import { stringify } from 'csv-stringify/sync';
import type { RdRecord, Recorded, TimingRecord } from '../sweeps/record.js';

type Cell = string | number | boolean | null;

/** A column: its name, which is the path of the field in the record, and its cell. */
type Column<T> = readonly [name: string, cell: (record: T) => Cell];

const chunkRows = 1000;

/**
 * Rate-distortion records as CSV: a header, then a row for each record, in pieces of up to a
 * thousand rows. A cell is empty where the field is null. Of a metric there are three
 * columns: `metrics.ssim` the value, `metricVersions.ssim` filled where it was computed, and
 * `metricErrors.ssim` where it failed; a value that is empty beside a version and no error is
 * infinite. Text that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function rdCsv(records: readonly RdRecord[]): Generator<string> {
  const ids = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  return table(records, [
    ...subject,
    ['bytes', (record) => record.bytes],
    ['sourceBytes', (record) => record.sourceBytes],
    ['bpp', (record) => record.bpp],
    ['bitstreamSha256', (record) => record.bitstreamSha256],
    ['conversion', (record) => record.conversion],
    ['exact', (record) => record.exact],
    ...namedColumns<RdRecord>('metrics', ids, ({ metrics }) => metrics),
    ...namedColumns<RdRecord>('metricVersions', ids, ({ metricVersions }) => metricVersions),
    ...namedColumns<RdRecord>('metricErrors', ids, ({ metricErrors }) => metricErrors),
    ...provenance,
  ]);
}

/** Timing records as CSV, in the same manner; samples stand in one cell as a JSON array. */
export function timingCsv(records: readonly TimingRecord[]): Generator<string> {
  const directions = (['encode', 'decode'] as const).flatMap((name): Column<TimingRecord>[] => {
    const stages = [...new Set(records.flatMap((record) => Object.keys(record[name].stages)))];
    return [
      [`${name}.total`, (record) => JSON.stringify(record[name].total)],
      [`${name}.cpu`, (record) => JSON.stringify(record[name].cpu)],
      ...stages
        .sort()
        .map(
          (stage): Column<TimingRecord> => [
            `${name}.stages.${stage}`,
            (record) => JSON.stringify(record[name].stages[stage] ?? []),
          ],
        ),
      [`peakBytes.${name}`, ({ peakBytes }) => peakBytes?.[name] ?? null],
    ];
  });
  return table(records, [
    ...subject,
    ['testbed', (record) => record.testbed],
    ['node', (record) => record.node],
    ['threads', (record) => record.threads],
    ['passes', (record) => record.passes],
    ['seed', (record) => record.seed],
    ['bytes', (record) => record.bytes],
    ['setupSeconds', (record) => record.setupSeconds],
    ...directions,
    ['peakBytes.idle', ({ peakBytes }) => peakBytes?.idle ?? null],
    ['peakBytes.image', ({ peakBytes }) => peakBytes?.image ?? null],
    ...provenance,
  ]);
}

const subject: readonly Column<Recorded>[] = [
  ['schema', (record) => record.schema],
  ['kind', (record) => record.kind],
  ['key', (record) => record.key],
  ['protocol', (record) => record.protocol],
  ['codec', (record) => record.codec],
  ['spec', (record) => record.spec],
  ['settings', (record) => JSON.stringify(record.settings)],
  ['engine.name', ({ engine }) => engine.name],
  ['engine.version', ({ engine }) => engine.version],
  ['engine.runtime', ({ engine }) => engine.runtime],
  ['dataset', (record) => record.dataset],
  ['image', (record) => record.image],
  ['imageSha256', (record) => record.imageSha256],
  ['crop', (record) => record.crop],
  ['width', (record) => record.width],
  ['height', (record) => record.height],
];

const provenance: readonly Column<Recorded>[] = [
  ['error.stage', ({ error }) => error?.stage ?? null],
  ['error.message', ({ error }) => error?.message ?? null],
  ['version', (record) => record.version],
  ['commit', (record) => record.commit],
  ['at', (record) => record.at],
];

function namedColumns<T>(
  prefix: string,
  names: readonly string[],
  of: (record: T) => Readonly<Record<string, Cell>>,
): Column<T>[] {
  return names.map((name) => [`${prefix}.${name}`, (record) => of(record)[name] ?? null]);
}

function* table<T>(records: readonly T[], columns: readonly Column<T>[]): Generator<string> {
  const options = {
    escape_formulas: true,
    // By default false is written as nothing, like null.
    cast: { boolean: String },
  };
  yield stringify([columns.map(([name]) => name)], options);
  for (let start = 0; start < records.length; start += chunkRows) {
    const rows = records
      .slice(start, start + chunkRows)
      .map((record) => columns.map(([, cell]) => cell(record)));
    yield stringify(rows, options);
  }
}
