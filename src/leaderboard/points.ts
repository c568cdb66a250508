import type { RdRecord } from '../sweeps/record.js';
import { type Finished, isFinished, presentVersion } from './finished.js';
import { countImages, type GroupRecords, groupRecords, type RowRecords } from './rows.js';
import type { MetricMean, RdGroup, RdMeans, RdRow } from './schema.js';
import { type StandingOptions, standings } from './standings.js';
import { ratio, sum } from './sums.js';

/**
 * Means over each data set, for every codec with its settings and its engine's version. Pure.
 *
 * A job that failed is counted in `failed` and takes part in no mean. `images` of a group is how
 * many images at least one row has; a row with fewer is not `complete`, and its means are over
 * another set of images than those beside it.
 * @param records in the order they were written: of several of one image, the last counts
 */
export function rdPoints(records: Iterable<RdRecord>): RdMeans[] {
  return groupRecords(records, groupKey).map(meansOf);
}

/** The means, and the curves compared with the anchor's, see `standings`. Pure. */
export function rdGroups(records: Iterable<RdRecord>, options: StandingOptions): RdGroup[] {
  return groupRecords(records, groupKey).map((group) => {
    const means = meansOf(group);
    return { ...means, ...standings(group.rows, means.images, options), references: [] };
  });
}

const groupKey = ({ dataset, crop }: RdRecord): [string, string | null] => [dataset, crop];

function meansOf({ first, rows }: GroupRecords<RdRecord>): RdMeans {
  const images = countImages(rows, isFinished);
  return {
    dataset: first.dataset,
    crop: first.crop,
    images,
    rows: rows.map((row) => rdRow(row, images)),
  };
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
    ...savingOf(finished),
    metrics: Object.fromEntries([...ids].sort().map((id) => [id, metricMean(id, finished)])),
    learned: null,
  };
}

/** Of files that were coded before: their bytes, and the share of these that is saved. */
function savingOf(finished: readonly Finished[]): Pick<RdRow, 'sourceBytes' | 'saving'> {
  const pairs = finished.flatMap(({ bytes, sourceBytes }) =>
    sourceBytes === null ? [] : [{ bytes, sourceBytes }],
  );
  if (pairs.length === 0 || pairs.length < finished.length) {
    return { sourceBytes: null, saving: null };
  }
  const logarithms = pairs.map(({ bytes, sourceBytes }) => Math.log(bytes / sourceBytes));
  return {
    sourceBytes: sum(pairs.map(({ sourceBytes }) => sourceBytes)),
    saving: -Math.expm1(sum(logarithms) / pairs.length),
  };
}

/**
 * The mean of one metric, over the values of the version written last: two versions are two
 * definitions. Null without an error is a value that JSON cannot hold, infinity, and no zero.
 */
function metricMean(id: string, finished: readonly Finished[]): MetricMean {
  const tried = finished.filter(({ metrics }) => Object.hasOwn(metrics, id));
  const version = presentVersion(tried, id) ?? '';
  const values = tried
    .filter(
      (record) =>
        (record.metricVersions[id] ?? '') === version && !Object.hasOwn(record.metricErrors, id),
    )
    .map(({ metrics }) => metrics[id] ?? null);
  const finite = values.filter((value) => value !== null);
  return {
    version,
    mean: ratio(sum(finite), finite.length),
    n: finite.length,
    exact: values.length - finite.length,
  };
}
