import type { RdRecord } from './record.js';

/** A record whose job went to its end. */
export interface Finished extends RdRecord {
  width: number;
  height: number;
  bytes: number;
  bpp: number;
}

/** Whether a job went to its end. */
export function isFinished(record: RdRecord): record is Finished {
  const { error, width, height, bytes, bpp } = record;
  return error === null && width !== null && height !== null && bytes !== null && bpp !== null;
}

/** The version of a metric in the record that was written last, of those that hold the metric. */
export function presentVersion(records: readonly Finished[], metric: string): string | null {
  let last: Finished | undefined;
  for (const record of records) {
    if (!Object.hasOwn(record.metrics, metric)) continue;
    if (last === undefined || record.at >= last.at) last = record;
  }
  return last?.metricVersions[metric] ?? null;
}

/**
 * A metric's value of one image at one version of the metric: null where it is missing, of another
 * version, failed or infinite. Never zero for a value that is not there.
 */
export function scoreIn(
  { metrics, metricVersions, metricErrors }: Finished,
  metric: string,
  version: string | null,
): number | null {
  if (metricVersions[metric] !== version || Object.hasOwn(metricErrors, metric)) return null;
  return metrics[metric] ?? null;
}
