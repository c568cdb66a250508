import type { RdFacts } from '../results/rd-facts.js';
import { withCell } from './growing-cells.js';
import { pick } from './pick-cells.js';

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

/** Columns of metrics that still grow, a cell after the other. */
export interface GrowingMetrics {
  set(cell: number, record: RdFacts): void;
  /** The columns with the cells in some order, by metric; of metrics that some of these cells have. */
  finish(order: Int32Array): Map<string, MetricColumn>;
}

interface Growing {
  values: Float64Array;
  version: Int16Array;
  readonly versions: string[];
}

/** Where the values of records go that have the same metrics, of the same versions, and no errors. */
interface Route {
  readonly versions: RdFacts['metricVersions'];
  readonly ids: readonly string[];
  readonly columns: readonly Growing[];
  readonly version: readonly number[];
}

/** Makes room for a cell, which nobody has asked for. */
function grow(column: Growing, cell: number): void {
  if (cell < column.values.length) return;
  column.values = withCell(column.values, cell, Number.NaN);
  column.version = withCell(column.version, cell, notAsked);
}

const notAsked = -2;
const unversioned = -1;

export function growMetrics(): GrowingMetrics {
  const metrics = new Map<string, Growing>();
  let cells = 0;
  /** Of the record before: a reader may give one object of versions for all its records. */
  let route: Route | null = null;

  const columnOf = (id: string): Growing => {
    const known = metrics.get(id);
    if (known !== undefined) return known;
    const made = { values: new Float64Array(), version: new Int16Array(), versions: [] };
    grow(made, cells - 1);
    metrics.set(id, made);
    return made;
  };

  const setEach = (cell: number, { metrics: found, metricVersions, metricErrors }: RdFacts) => {
    for (const column of metrics.values()) {
      grow(column, cell);
      column.values[cell] = Number.NaN;
      column.version[cell] = notAsked;
    }
    const ids = Object.keys(found);
    for (const id of ids) {
      const column = columnOf(id);
      const failed = Object.hasOwn(metricErrors, id);
      const version = Object.hasOwn(metricVersions, id) ? metricVersions[id]! : '';
      const index = failed && version === '' ? unversioned : indexIn(column.versions, version);
      column.values[cell] = failed ? Number.NaN : (found[id] ?? Number.POSITIVE_INFINITY);
      column.version[cell] = index;
    }
    const plain = ids.length === metrics.size && Object.keys(metricErrors).length === 0;
    const columns = ids.map(columnOf);
    const version = columns.map((column) => column.version[cell]!);
    route = plain ? { versions: metricVersions, ids, columns, version } : null;
  };

  return {
    set: (cell, record) => {
      cells = Math.max(cells, cell + 1);
      if (route === null || !follows(route, record)) {
        setEach(cell, record);
        return;
      }
      const { ids, columns, version } = route;
      for (let i = 0; i < ids.length; i++) {
        const column = columns[i]!;
        grow(column, cell);
        column.values[cell] = record.metrics[ids[i]!] ?? Number.POSITIVE_INFINITY;
        column.version[cell] = version[i]!;
      }
    },
    finish: (order) => {
      const asked = [...metrics].filter(([, { version }]) =>
        order.some((cell) => version[cell] !== notAsked),
      );
      return new Map(
        asked
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([id, { values, version, versions }]) => {
            return [
              id,
              {
                values: pick(values, order),
                version: Int16Array.from(pick(version, order)),
                versions,
              },
            ];
          }),
      );
    },
  };
}

/** Whether a record has just the metrics of a route, in their order, and no errors. */
function follows(
  { versions, ids }: Route,
  { metrics, metricVersions, metricErrors }: RdFacts,
): boolean {
  if (metricVersions !== versions) return false;
  let i = 0;
  for (const id in metrics) if (id !== ids[i++]) return false;
  if (i !== ids.length) return false;
  for (const _ in metricErrors) return false;
  return true;
}

function indexIn(list: string[], value: string): number {
  const known = list.indexOf(value);
  return known >= 0 ? known : list.push(value) - 1;
}
