import { createLargeMap } from '../base/large-map.js';
import { withoutSettings } from '../base/spec.js';
import { codecKey } from '../results/identity.js';
import type { EstimateRecord } from '../results/record.js';
import type { RdTable } from './rd-table.js';

/** Bounds of the classes of size, in millions of pixels: a picture at a bound is in the larger one. */
const megapixelBounds = [0.5, 1.8, 4, 8] as const;

/** The classes of size by name, from the smallest. */
export const megapixelClasses: readonly string[] = [
  `<${megapixelBounds[0]}`,
  ...megapixelBounds.slice(1).map((high, i) => `${megapixelBounds[i]!}-${high}`),
  `>=${megapixelBounds.at(-1)!}`,
];

/** The class of size of a picture. */
export function megapixelClass(width: number, height: number): string {
  const millions = (width * height) / 1e6;
  return megapixelClasses[megapixelBounds.filter((bound) => millions >= bound).length]!;
}

/** An estimate beside the actual size. */
export interface ScoredEstimate {
  readonly record: EstimateRecord;
  /** See `EstimateRow`. */
  readonly label: string;
  readonly setting: string | null;
  readonly megapixels: string;
  readonly actualBytes: number;
  /** Signed, as a share of the actual size. */
  readonly error: number;
  /** Null of an answer without an interval: the whole encode. */
  readonly covered: boolean | null;
  /** Of the whole encode's time: in CPU seconds where both are known. */
  readonly timeShare: number | null;
}

/** An estimate that cannot be scored, and why. */
export interface UnscoredEstimate {
  readonly record: EstimateRecord;
  readonly label: string;
  readonly setting: string | null;
  readonly megapixels: string;
  readonly why: 'failed' | 'handed-over' | 'no-actual-size';
}

/**
 * Puts estimates beside actual sizes. Pure. Of several estimates of one picture, configuration and
 * estimator the last one counts, under whatever conditions it was made. A figure that another estimator
 * gave than the one that was asked is no score of either; what `auto` chose is `auto`'s.
 * @param records in the order in which they were written
 * @param actual bytes of a whole file by the key of its rate-distortion record
 */
export function scoreEstimates(
  records: Iterable<EstimateRecord>,
  actual: (record: EstimateRecord) => number | null,
): { readonly scored: ScoredEstimate[]; readonly unscored: UnscoredEstimate[] } {
  const last = createLargeMap<string, EstimateRecord>();
  for (const record of records) {
    const { dataset, imageSha256, estimator, at } = record;
    const key = JSON.stringify([codecKey(record), dataset, imageSha256, estimator]);
    const known = last.get(key);
    if (known === undefined || known.at <= at) last.set(key, record);
  }
  const scored: ScoredEstimate[] = [];
  const unscored: UnscoredEstimate[] = [];
  for (const record of last.values()) {
    const { spec, settings, knob, width, height, estimator, chosen, predictedBytes } = record;
    // What could not be loaded has no class to fail in.
    if (width === null || height === null) continue;
    const placed = {
      record,
      label: withoutSettings(spec, [knob]),
      setting: knob === null ? null : `${knob}=${settings[knob]}`,
      megapixels: megapixelClass(width, height),
    };
    const actualBytes = actual(record);
    const isOwn = estimator === 'auto' || chosen === estimator;
    const failed = record.error !== null || predictedBytes === null || chosen === null;
    if (failed || !isOwn || actualBytes === null || actualBytes === 0) {
      const why = failed ? 'failed' : isOwn ? 'no-actual-size' : 'handed-over';
      unscored.push({ ...placed, why });
      continue;
    }
    scored.push({
      ...placed,
      actualBytes,
      error: (predictedBytes - actualBytes) / actualBytes,
      covered: coveredOf(record, actualBytes),
      timeShare: timeShareOf(record),
    });
  }
  return { scored, unscored };
}

/** Looks up actual sizes in tables of rate and distortion; of whole images. */
export function sizesIn(tables: readonly RdTable[]): (record: EstimateRecord) => number | null {
  const whole = tables
    .filter(({ crop }) => crop === null)
    .map((table) => ({
      places: lazily(() => new Map(table.images.map((sha256, image) => [sha256, image]))),
      rows: lazily(() => new Map(table.rows.map((row) => [codecKey(row.identity), row]))),
    }))
    .reverse();
  return (record) => {
    for (const { places, rows } of whole) {
      const image = places().get(record.imageSha256);
      const row = image === undefined ? undefined : rows().get(codecKey(record));
      const cell = row === undefined ? -1 : cellOf(row.images, image!);
      if (cell >= 0) return row!.bytes[cell]!;
    }
    return null;
  };
}

/** Made when it is asked for: of millions of records nobody may ask. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The cell of an image in a column of them that rises, or -1. */
function cellOf(images: Int32Array, image: number): number {
  let [low, high] = [0, images.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (images[middle] === image) return middle;
    if (images[middle]! < image) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** An interval without width is none: the whole picture was encoded. One about 0 bytes is just wrong. */
function coveredOf({ interval }: EstimateRecord, actual: number): boolean | null {
  if (interval === null || (interval.low === interval.high && interval.high > 0)) return null;
  return actual >= interval.low && actual <= interval.high;
}

function timeShareOf({ took, whole }: EstimateRecord): number | null {
  if (took === null || whole === null) return null;
  const share =
    took.cpuSeconds !== null && whole.cpuSeconds !== null
      ? took.cpuSeconds / whole.cpuSeconds
      : took.seconds / whole.seconds;
  return Number.isFinite(share) ? share : null;
}
