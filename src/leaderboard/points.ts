import type { RdRecord } from '../sweeps/record.js';
import { countImages, groupRecords, type RowRecords } from './rows.js';
import type { MetricMean, RdGroup, RdRow } from './schema.js';
import { ratio, sum } from './sums.js';

/** A record whose job went to its end. */
interface Finished extends RdRecord {
  width: number;
  height: number;
  bytes: number;
  bpp: number;
}

/**
 * Means over each data set, for every codec with its settings and its engine's version. Pure.
 *
 * A job that failed is counted in `failed` and takes part in no mean. `images` of a group is how
 * many images at least one row has; a row with fewer is not `complete`, and its means are over
 * another set of images than those beside it.
 * @param records in the order they were written: of several of one image, the last counts
 */
export function rdPoints(records: Iterable<RdRecord>): RdGroup[] {
  return groupRecords(records, ({ dataset, crop }) => [dataset, crop]).map(({ first, rows }) => {
    const images = countImages(rows, isFinished);
    return {
      dataset: first.dataset,
      crop: first.crop,
      images,
      rows: rows.map((row) => rdRow(row, images)),
    };
  });
}

function isFinished(record: RdRecord): record is Finished {
  const { error, width, height, bytes, bpp } = record;
  return error === null && width !== null && height !== null && bytes !== null && bpp !== null;
}

function rdRow({ identity, records }: RowRecords<RdRecord>, images: number): RdRow {
  const finished = records.filter(isFinished);
  const bytes = sum(finished.map((record) => record.bytes));
  const pixels = sum(finished.map(({ width, height }) => width * height));
  const ids = new Set(finished.flatMap((record) => Object.keys(record.metrics)));
  return {
    ...identity,
    images: finished.length,
    complete: finished.length === images,
    failed: records.length - finished.length,
    exact: finished.filter(({ exact }) => exact === true).length,
    bytes,
    bpp: ratio(sum(finished.map(({ bpp }) => bpp)), finished.length),
    bppPooled: ratio(8 * bytes, pixels),
    metrics: Object.fromEntries([...ids].sort().map((id) => [id, metricMean(id, finished)])),
  };
}

/**
 * The mean of one metric, over the values of the version written last: two versions are two
 * definitions. Null without an error is a value that JSON cannot hold, infinity, and no zero.
 */
function metricMean(id: string, finished: readonly Finished[]): MetricMean {
  const tried = finished.filter(({ metrics }) => Object.hasOwn(metrics, id));
  const versionOf = ({ metricVersions }: Finished): string => metricVersions[id] ?? '';
  const latest = tried.reduce((last, record) => (record.at >= last.at ? record : last));
  const version = versionOf(latest);
  const values = tried
    .filter((record) => versionOf(record) === version && !Object.hasOwn(record.metricErrors, id))
    .map(({ metrics }) => metrics[id] ?? null);
  const finite = values.filter((value) => value !== null);
  return {
    version,
    mean: ratio(sum(finite), finite.length),
    n: finite.length,
    exact: values.length - finite.length,
  };
}
