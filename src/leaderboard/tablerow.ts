import type { RdFacts } from './facts.js';
import { growLearned, type LearnedColumns } from './learned.js';

/** Columns of one row: a cell for each image whose last job went to its end, sorted by image. */
export interface RdColumns {
  /** Images whose last job failed. */
  readonly failed: number;
  /** Images whose decoded samples are all equal to the original's. */
  readonly exact: number;
  /** Index of the image in the table. */
  readonly images: Int32Array;
  readonly bytes: Float64Array;
  readonly pixels: Float64Array;
  readonly bpp: Float64Array;
  /** When the record was written, in milliseconds. */
  readonly at: Float64Array;
  /** Of the JPEG files that were coded; NaN of codecs of pictures. */
  readonly sourceBytes: Float64Array;
  readonly metrics: ReadonlyMap<string, MetricColumn>;
  readonly learned: LearnedColumns | null;
}

/** Values of one metric. */
export interface MetricColumn {
  /** Infinity where there is no difference to report, NaN where there is no value: never zero. */
  readonly values: Float64Array;
  /** Index in `versions`; negative where there is none, and no value. */
  readonly version: Int16Array;
  readonly versions: readonly string[];
}

/** The version of a metric in the record that was written last, of those that hold it with one. */
export function presentVersion(
  columns: readonly { readonly column: MetricColumn; readonly at: Float64Array }[],
): string | null {
  let latest = Number.NEGATIVE_INFINITY;
  let present: string | null = null;
  for (const { column, at } of columns) {
    for (let i = 0; i < at.length; i++) {
      if (at[i]! < latest || column.version[i]! < 0) continue;
      latest = at[i]!;
      present = column.versions[column.version[i]!]!;
    }
  }
  return present;
}

/** The values of one version of a metric, NaN for those of others. */
export function valuesOf(
  { values, version, versions }: MetricColumn,
  wanted: string,
): Float64Array {
  const index = versions.indexOf(wanted);
  return values.map((value, i) => (version[i] === index ? value : Number.NaN));
}

/** Columns that still grow, in the order in which the images come. */
export interface GrowingColumns {
  add(image: number, record: RdFacts): void;
  /** @param ranks place of each image, by its index so far */
  finish(ranks: Int32Array): RdColumns;
}

interface GrowingMetric {
  readonly values: number[];
  readonly version: number[];
  readonly versions: string[];
}

const notAsked = -2;
const unversioned = -1;

export function growColumns(): GrowingColumns {
  /** Cell of each image, by its index. */
  const cells: number[] = [];
  const images: number[] = [];
  const good: boolean[] = [];
  const exact: boolean[] = [];
  const bytes: number[] = [];
  const pixels: number[] = [];
  const bpp: number[] = [];
  const at: number[] = [];
  const sourceBytes: number[] = [];
  const metrics = new Map<string, GrowingMetric>();
  let learned: ReturnType<typeof growLearned> | null = null;

  const setMetrics = (cell: number, record: RdFacts): void => {
    for (const { values, version } of metrics.values()) {
      values[cell] = Number.NaN;
      version[cell] = notAsked;
    }
    for (const id of Object.keys(record.metrics)) {
      let column = metrics.get(id);
      if (column === undefined) {
        column = {
          values: images.map(() => Number.NaN),
          version: images.map(() => notAsked),
          versions: [],
        };
        metrics.set(id, column);
      }
      const failed = Object.hasOwn(record.metricErrors, id);
      const version = Object.hasOwn(record.metricVersions, id) ? record.metricVersions[id]! : '';
      if (failed && version === '') {
        column.version[cell] = unversioned;
        continue;
      }
      column.values[cell] = failed ? Number.NaN : (record.metrics[id] ?? Number.POSITIVE_INFINITY);
      column.version[cell] = indexIn(column.versions, version);
    }
  };

  return {
    add: (image, record) => {
      const { error, width, height } = record;
      const whole = width !== null && height !== null;
      const finished = whole && record.bytes !== null && record.bpp !== null;
      const cell = cells[image] ?? images.length;
      cells[image] = cell;
      images[cell] = image;
      good[cell] = error === null && finished;
      exact[cell] = record.exact === true;
      bytes[cell] = record.bytes ?? Number.NaN;
      pixels[cell] = whole ? width * height : Number.NaN;
      bpp[cell] = record.bpp ?? Number.NaN;
      at[cell] = Date.parse(record.at);
      sourceBytes[cell] = record.sourceBytes ?? Number.NaN;
      setMetrics(cell, record);
      if (record.learned !== null) learned ??= growLearned();
      learned?.set(cell, record.learned);
    },
    finish: (ranks) => {
      const order = images
        .flatMap((_, cell) => (good[cell] ? [cell] : []))
        .sort((a, b) => ranks[images[a]!]! - ranks[images[b]!]!);
      const sorted = (column: readonly number[]): Float64Array =>
        Float64Array.from(order, (cell) => column[cell]!);
      return {
        failed: images.length - order.length,
        exact: order.filter((cell) => exact[cell]).length,
        images: Int32Array.from(order, (cell) => ranks[images[cell]!]!),
        bytes: sorted(bytes),
        pixels: sorted(pixels),
        bpp: sorted(bpp),
        at: sorted(at),
        sourceBytes: sorted(sourceBytes),
        metrics: new Map(
          [...metrics]
            .filter(([, { version }]) => order.some((cell) => version[cell] !== notAsked))
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([id, { values, version, versions }]) => [
              id,
              {
                values: sorted(values),
                version: Int16Array.from(order, (cell) => version[cell]!),
                versions,
              },
            ]),
        ),
        learned: learned === null ? null : learned.finish(order, at),
      };
    },
  };
}

function indexIn(list: string[], value: string): number {
  const known = list.indexOf(value);
  return known >= 0 ? known : list.push(value) - 1;
}
