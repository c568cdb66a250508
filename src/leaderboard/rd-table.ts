import { codecKey } from '../results/identity.js';
import type { RdFacts } from '../results/rd-facts.js';
import { type GrowingColumns, growColumns, type RdColumns } from './rd-table-row.js';
import { compare, compareIdentities, type Identity, obtain } from './record-groups.js';

/** Rate and distortion of one data set and crop in columns, which a million records fit into. */
export interface RdTable {
  readonly dataset: string;
  readonly crop: string | null;
  /** SHA-256 of the images, sorted by their names: where a column says image, it is an index here. */
  readonly images: readonly string[];
  /** Names of the images, in the same order. */
  readonly names: readonly string[];
  /** N of n/N: images of which at least one row has a good record. */
  readonly covered: number;
  readonly rows: readonly RdTableRow[];
}

/** The records of a codec with its settings, by one version of one engine. */
export interface RdTableRow extends RdColumns {
  readonly identity: Identity;
  /** The setting that steers the rate, or null. */
  readonly knob: string | null;
}

/** Takes records one by one, and makes tables of them. */
export interface RdCollector {
  /** Of several records of one image in a row, the last one counts. */
  add(record: RdFacts): void;
  /**
   * The tables, those of most rows first, then by data set and crop: in an order that does not depend
   * on that of the records. Once: what was collected is let go, since twice a million records would
   * not fit.
   */
  finish(): RdTable[];
}

/**
 * Sorts records into tables and rows while they are read, and keeps of each no more than its
 * figures. A row is a codec with its full settings and its engine's version, so two versions of a
 * library are two rows.
 */
export function collectRd(): RdCollector {
  const groups = new Map<string, GrowingTable>();
  let last: GrowingTable | null = null;
  return {
    add: (record) => {
      const { dataset, crop } = record;
      if (last === null || dataset !== last.dataset || crop !== last.crop) {
        const key = JSON.stringify([dataset, crop]);
        last = obtain(groups, key, () => growTable(dataset, crop));
      }
      addTo(last, record);
    },
    finish: () => {
      const sorted = [...groups]
        .sort(([a, one], [b, other]) => other.rows.size - one.rows.size || compare(a, b))
        .map(([, growing]) => growing);
      groups.clear();
      last = null;
      return sorted.map(finishTable);
    },
  };
}

/** The tables of records that are at hand, in the order in which they were written. */
export function tablesOf(records: Iterable<RdFacts>): RdTable[] {
  const collector = collectRd();
  for (const record of records) collector.add(record);
  return collector.finish();
}

interface GrowingTable {
  readonly dataset: string;
  readonly crop: string | null;
  /** Index by SHA-256, in the order of their coming. */
  readonly images: Map<string, number>;
  readonly names: string[];
  readonly rows: Map<string, NamedRow>;
  /** The row that settings were last seen in: a reader may give one object for all its records. */
  readonly bySettings: WeakMap<object, NamedRow>;
}

interface NamedRow {
  identity: Identity;
  /** When the record was written that the printed form is of. */
  named: string;
  knob: string | null;
  readonly columns: GrowingColumns;
}

function growTable(dataset: string, crop: string | null): GrowingTable {
  return {
    dataset,
    crop,
    images: new Map(),
    names: [],
    rows: new Map(),
    bySettings: new WeakMap(),
  };
}

function addTo(table: GrowingTable, record: RdFacts): void {
  const { images, names } = table;
  const image = obtain(images, record.imageSha256, () => images.size);
  // One file under two names: the first by order, whichever record comes first.
  const name = names[image];
  if (name === undefined || (name !== record.image && compare(record.image, name) < 0)) {
    names[image] = record.image;
  }
  const row = rowFor(table, record);
  const { knob, spec, at } = record;
  // A default that changed changes the printed form, and not what was measured.
  if (spec !== row.identity.spec && at >= row.named) {
    row.identity = { ...row.identity, spec };
    row.named = at;
  }
  if (knob !== null && (row.knob === null || knob < row.knob)) row.knob = knob;
  row.columns.add(image, record);
}

function rowFor({ rows, bySettings }: GrowingTable, record: RdFacts): NamedRow {
  const { codec, spec, settings, engine, at } = record;
  const last = bySettings.get(settings);
  if (last && isOf(last.identity, record)) return last;
  const row = obtain(rows, codecKey(record), () => ({
    identity: { codec, spec, settings, engine },
    named: at,
    knob: null,
    columns: growColumns(),
  }));
  bySettings.set(settings, row);
  return row;
}

function isOf({ codec, engine }: Identity, record: RdFacts): boolean {
  const { name, version, runtime } = record.engine;
  const named = codec === record.codec && engine.name === name;
  return named && engine.version === version && engine.runtime === runtime;
}

function finishTable({ dataset, crop, images, names, rows }: GrowingTable): RdTable {
  const shas = [...images.keys()];
  const order = shas
    .map((_, index) => index)
    .sort((a, b) => compare(names[a]!, names[b]!) || compare(shas[a]!, shas[b]!));
  const ranks = new Int32Array(order.length);
  for (const [rank, index] of order.entries()) ranks[index] = rank;
  const sorted = [...rows.values()].sort((a, b) => compareIdentities(b.identity, a.identity));
  rows.clear();
  const finished: RdTableRow[] = [];
  for (let row = sorted.pop(); row !== undefined; row = sorted.pop()) {
    const { identity, knob, columns } = row;
    finished.push({ identity, knob, ...columns.finish(ranks) });
  }
  const covered = new Set<number>();
  for (const { images: own } of finished) for (const image of own) covered.add(image);
  return {
    dataset,
    crop,
    images: order.map((index) => shas[index]!),
    names: order.map((index) => names[index]!),
    covered: covered.size,
    rows: finished,
  };
}
