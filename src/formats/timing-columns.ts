import { median, medianInterval } from '../base/statistics.js';
import type { TimingRecord } from '../results/record.js';
import { type Column, column, own, provenance, subject } from './columns.js';

/**
 * The columns of timing records: the median of the passes with its interval, and all samples of a
 * stage in one cell.
 */
export function timingColumns(records: readonly TimingRecord[]): Column<TimingRecord>[] {
  const directions = (['encode', 'decode'] as const).flatMap((name): Column<TimingRecord>[] => {
    const stages = [...new Set(records.flatMap((record) => Object.keys(record[name].stages)))];
    return [
      ...summaries(name),
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

/** What is made of the samples of a direction; an interval needs two of them. */
function summaries(direction: 'encode' | 'decode'): Column<TimingRecord>[] {
  const intervalOf = ({ [direction]: { total } }: TimingRecord) =>
    total.length < 2 ? null : medianInterval(total);
  return [
    column(`${direction}.medianSeconds`, 'number', ({ [direction]: { total } }) =>
      total.length === 0 ? null : median(total),
    ),
    column(`${direction}.lowSeconds`, 'number', (record) => intervalOf(record)?.low ?? null),
    column(`${direction}.highSeconds`, 'number', (record) => intervalOf(record)?.high ?? null),
    column(`${direction}.intervalLevel`, 'number', (record) => intervalOf(record)?.level ?? null),
  ];
}
