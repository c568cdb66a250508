import { compareValues } from '../base/spec.js';
import { codecKey } from '../results/identity.js';
import type { Recorded } from '../results/record.js';
import type { RdRow } from './schema.js';

/** What a row stands for. */
export type Identity = Pick<RdRow, 'codec' | 'spec' | 'settings' | 'engine'>;

/** Records of one row, the last one of each image, sorted by image. */
export interface RowRecords<T> {
  readonly identity: Identity;
  readonly records: readonly T[];
}

/** Records that may stand in one table. */
export interface GroupRecords<T> {
  /** Any record of the group, for what they have in common. */
  readonly first: T;
  readonly rows: readonly RowRecords<T>[];
}

// Numbers within names by their value: quality=9 before quality=10.
/** What the collator does not read as a number: a point, a sign. */
const odd = /\.|=-|\de-/;
const byName = new Intl.Collator('en', { numeric: true }).compare;

/**
 * Sorts records into groups and rows, both in a stable order. A row is a codec with its full
 * settings and its engine's version, so two versions of a library are two rows; of several records
 * of one image in a row, the last counts.
 * @param groupOf what must be equal for two records to stand in one table
 */
export function groupRecords<T extends Recorded>(
  records: Iterable<T>,
  groupOf: (record: T) => readonly (string | number | null)[],
): GroupRecords<T>[] {
  const groups = new Map<string, Map<string, Map<string, T>>>();
  for (const record of records) {
    const rows = obtain(groups, JSON.stringify(groupOf(record)), () => new Map());
    const row = obtain(rows, codecKey(record), () => new Map());
    row.set(record.imageSha256, record);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => compare(a, b))
    .map(([, rows]) => {
      const sorted = [...rows.values()]
        .map(rowOf)
        .sort((a, b) => compareIdentities(a.identity, b.identity));
      return { first: sorted[0]!.records[0]!, rows: sorted };
    });
}

/** N of n/N: the distinct images of which some row has a good record. */
export function countImages<T extends Recorded>(
  rows: readonly RowRecords<T>[],
  good: (record: T) => boolean,
): number {
  const images = rows.flatMap(({ records }) =>
    records.filter(good).map(({ imageSha256 }) => imageSha256),
  );
  return new Set(images).size;
}

/** Numbers within names by their value, and never a tie between unequal names. */
export function compare(a: string, b: string): number {
  const byValues = odd.test(a + b) ? compareValues(a, b) : 0;
  return byValues || byName(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rowOf<T extends Recorded>(row: ReadonlyMap<string, T>): RowRecords<T> {
  // Workers finish in any order; the figures must not depend on it.
  const records = [...row.values()].sort(
    (a, b) => compare(a.image, b.image) || compare(a.imageSha256, b.imageSha256),
  );
  const { codec, spec, settings, engine } = records[0]!;
  return { identity: { codec, spec, settings, engine }, records };
}

/** The order of rows in a table. */
export function compareIdentities(a: Identity, b: Identity): number {
  const keys = ({ codec, spec, settings, engine }: Identity): string[] => [
    codec,
    engine.name,
    engine.version,
    spec,
    engine.runtime,
    JSON.stringify(settings),
  ];
  const [left, right] = [keys(a), keys(b)];
  return left.map((key, i) => compare(key, right[i]!)).find((order) => order !== 0) ?? 0;
}

/** The value of a key, made where there is none yet. */
export function obtain<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
