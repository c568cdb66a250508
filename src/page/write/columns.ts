import { type AlphaFate, alphaFates } from '../../base/alpha-fate.js';
import type { MetricColumn } from '../../leaderboard/metric-column.js';
import type { RdTable, RdTableRow } from '../../leaderboard/rd-table.js';
import type { Leaderboard, RdGroup, TimingGroup } from '../../leaderboard/schema.js';
import type { Columns, PageDataset } from '../model/contract.js';
import { metricsOf } from '../model/selection.js';
import type { GroupDetails } from './details.js';

/** Significant digits of a metric's value: BD-rates agree with leaderboard.json to 6 decimals. */
const digits = 9;

/**
 * The values of every image and row of one group. Pure.
 * @param group as the leaderboard has it
 * @param table that it was made from
 */
export function datasetColumns(
  group: RdGroup,
  table: RdTable,
  {
    metrics,
    timings,
    details,
  }: {
    /** Facts of the leaderboard's metrics. */
    metrics: Leaderboard['metrics'];
    timings: readonly TimingGroup[];
    details: GroupDetails;
  },
): PageDataset {
  const held = new Set(metricsOf(group));
  const versions = new Map(
    group.curves.flatMap(({ points, versions: own }) => points.map((place) => [place, own])),
  );
  const reasons = new Map<string, number>();
  const reasonOf = (text: string): number => {
    if (!reasons.has(text)) reasons.set(text, reasons.size);
    return reasons.get(text)!;
  };
  return {
    group,
    metrics: metrics.filter(({ id }) => held.has(id)),
    timings: [...timings],
    images: table.images.map((sha256) => ({
      ...(details.image(sha256) ?? { name: sha256, width: null, height: null }),
      sha256,
    })),
    rows: table.rows.map((row, place) =>
      columnsOf(row, { table, details, reasonOf, versions: versions.get(place) ?? {} }),
    ),
    reasons: [...reasons.keys()],
  };
}

interface Context {
  readonly table: RdTable;
  readonly details: GroupDetails;
  /** Of each metric, the version that the row's curve is read by. */
  readonly versions: Readonly<Record<string, string>>;
  readonly reasonOf: (text: string) => number;
}

function columnsOf(row: RdTableRow, { table, details, versions, reasonOf }: Context): Columns {
  const cells = new Map([...row.images].map((image, cell) => [image, cell]));
  const missing: Columns['missing'] = [];
  for (const [image, sha256] of table.images.entries()) {
    if (cells.has(image)) continue;
    const job = details.errors(row.identity, sha256)?.job ?? 'not measured';
    missing.push([image, null, reasonOf(job)]);
  }
  const metrics = [...row.metrics].map(([id, column]): [string, (number | null)[]] => {
    const wanted = versions[id] ?? column.versions.at(-1) ?? '';
    const values = table.images.map((sha256, image) => {
      const cell = cells.get(image);
      if (cell === undefined) return null;
      const value = column.values[cell]!;
      const error = details.errors(row.identity, sha256)?.metrics[id];
      const why = error ?? whyMissing(column, cell, wanted);
      if (why === null && Number.isFinite(value)) return Number(value.toPrecision(digits));
      missing.push([image, id, why === null ? null : reasonOf(why)]);
      return null;
    });
    return [id, values];
  });
  return {
    bytes: table.images.map((_, image) => {
      const cell = cells.get(image);
      return cell === undefined ? null : row.bytes[cell]!;
    }),
    metrics: Object.fromEntries(metrics),
    missing,
    ...unequalOf(row, missing),
    ...alphaOf(row),
  };
}

/** Which images of infinite values are not exact all the same. */
function unequalOf(
  { images, exact }: RdTableRow,
  missing: Columns['missing'],
): Pick<Columns, 'unequal'> {
  const infinite = new Set(missing.flatMap(([image, , why]) => (why === null ? [image] : [])));
  const unequal = [...images].filter((image, cell) => infinite.has(image) && exact[cell] === 0);
  return unequal.length === 0 ? {} : { unequal };
}

/** Which images have another alpha than the original. */
function alphaOf({ images, alpha }: RdTableRow): Pick<Columns, 'alpha'> {
  const of = (fate: AlphaFate): number[] =>
    [...images].filter((_, cell) => alphaFates[alpha[cell]! - 1] === fate);
  const found = { lost: of('lost'), differs: of('differs') };
  return found.lost.length + found.differs.length === 0 ? {} : { alpha: found };
}

/** Why a cell has no value; null where it has one, which may be infinite. */
function whyMissing(
  { values, version, versions }: MetricColumn,
  cell: number,
  wanted: string,
): string | null {
  const own = versions[version[cell]!];
  if (own === undefined) return 'not measured';
  if (own !== wanted) return `of version ${own} of the metric, and ${wanted} counts`;
  return Number.isNaN(values[cell]) ? 'no value' : null;
}
