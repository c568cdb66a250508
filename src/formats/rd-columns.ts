import type { RdRecord } from '../results/record.js';
import { type Column, column, own, provenance, subject } from './columns.js';

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

/** Null in a record, with no error beside it, is the infinity that JSON cannot hold. */
function scoreOf({ metrics, metricErrors }: RdRecord, id: string): number | null {
  if (!Object.hasOwn(metrics, id) || Object.hasOwn(metricErrors, id)) return null;
  return metrics[id] ?? Number.POSITIVE_INFINITY;
}

function jsonOf(table: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(table).length === 0 ? null : JSON.stringify(table);
}
