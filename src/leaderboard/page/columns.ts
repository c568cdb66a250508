import type { RdRecord } from '../../sweeps/record.js';
import { curvesOf } from '../curves.js';
import { type Finished, isFinished, presentVersion, scoreIn } from '../finished.js';
import { compare, groupRecords, type RowRecords } from '../rows.js';
import type { RdGroup, TimingGroup } from '../schema.js';
import type { Columns, PageDataset } from './contract.js';

/** Significant digits of a metric's value: BD-rates agree with leaderboard.json to 6 decimals. */
const digits = 9;

/**
 * The values of every image and row of one group, as columns. Pure.
 * @param records of the group's data set and crop, in the order they were written
 */
export function datasetColumns(
  group: RdGroup,
  timings: readonly TimingGroup[],
  records: Iterable<RdRecord>,
): PageDataset {
  const rows = groupRecords(records, () => []).flatMap((each) => each.rows);
  const places = new Map<RdRecord, number>();
  for (const [place, row] of rows.entries()) {
    for (const record of row.records) places.set(record, place);
  }
  const curves = curvesOf(rows, group.images);
  const siblings = new Map<number, readonly Finished[]>();
  const curveRows = curves.map(({ points }) => {
    const all = points.flatMap((point) => point.records);
    return points.map((point) => {
      const place = places.get(point.records[0]!)!;
      siblings.set(place, all);
      return place;
    });
  });
  const images = imagesOf(rows);
  const reasons = new Map<string, number>();
  const reasonOf = (text: string): number => {
    if (!reasons.has(text)) reasons.set(text, reasons.size);
    return reasons.get(text)!;
  };
  const metrics = [
    ...new Set(rows.flatMap((row) => row.records.flatMap((record) => Object.keys(record.metrics)))),
  ].sort();
  return {
    group,
    timings: [...timings],
    images,
    rows: rows.map((row, place) =>
      columnsOf(row, { images, metrics, siblings: siblings.get(place) ?? [], reasonOf }),
    ),
    curves: curveRows.map((places) => ({ rows: places })),
    reasons: [...reasons.keys()],
  };
}

function imagesOf(rows: readonly RowRecords<RdRecord>[]): PageDataset['images'] {
  const found = new Map<string, PageDataset['images'][number]>();
  for (const { image, imageSha256, width, height } of rows.flatMap((row) => row.records)) {
    const known = found.get(imageSha256);
    if (known !== undefined && known.width !== null) continue;
    found.set(imageSha256, { name: image, sha256: imageSha256, width, height });
  }
  return [...found.values()].sort((a, b) => compare(a.name, b.name) || compare(a.sha256, b.sha256));
}

interface Context {
  readonly images: PageDataset['images'];
  readonly metrics: readonly string[];
  /** The records of the row's curve, whose last version of a metric counts. */
  readonly siblings: readonly Finished[];
  readonly reasonOf: (text: string) => number;
}

function columnsOf(
  { records }: RowRecords<RdRecord>,
  { images, metrics, siblings, reasonOf }: Context,
): Columns {
  const byImage = new Map(records.map((record) => [record.imageSha256, record]));
  const inOrder = images.map(({ sha256 }) => byImage.get(sha256));
  const missing: Columns['missing'] = [];
  for (const [image, record] of inOrder.entries()) {
    const why = record === undefined ? 'not measured' : failure(record);
    if (why !== null) missing.push([image, null, reasonOf(why)]);
  }
  const columns: [string, (number | null)[]][] = metrics
    .filter((metric) => records.some((record) => Object.hasOwn(record.metrics, metric)))
    .map((metric) => {
      const version = presentVersion(siblings, metric);
      const values = inOrder.map((record, image) => {
        if (record === undefined || !isFinished(record)) return null;
        const value = scoreIn(record, metric, version);
        if (value === null)
          missing.push([image, metric, reasonOf(reason(record, metric, version))]);
        return value === null ? null : Number(value.toPrecision(digits));
      });
      return [metric, values];
    });
  return {
    bytes: inOrder.map((record) => (record && isFinished(record) ? record.bytes : null)),
    metrics: Object.fromEntries(columns),
    missing,
  };
}

function failure(record: RdRecord): string | null {
  if (isFinished(record)) return null;
  const { error } = record;
  return error === null ? 'incomplete record' : `failed in ${error.stage}: ${error.message}`;
}

function reason(record: Finished, metric: string, version: string | null): string {
  if (Object.hasOwn(record.metricErrors, metric)) return record.metricErrors[metric]!;
  if (!Object.hasOwn(record.metrics, metric)) return 'not measured';
  const own = record.metricVersions[metric];
  if (own !== version) return `of version ${own} of the metric, and ${version} counts`;
  return 'infinite: the decoded picture does not differ';
}
