import { type AlphaFate, alphaFates } from '../base/alpha-fate.js';
import { ratio, sum } from '../base/sums.js';
import type { ContentLookup } from '../results/content-lookup.js';
import type { RdFacts } from '../results/rd-facts.js';
import { type GroupOptions, groupCurves } from './group-curves.js';
import { learnedRow } from './learned-row.js';
import { type MetricColumn, presentVersion, valuesOf } from './metric-column.js';
import { type RdTable, type RdTableRow, tablesOf } from './rd-table.js';
import type { MetricMean, RdGroup, RdMeans, RdRow } from './schema.js';

/**
 * Means over each data set, for every codec with its settings and its engine's version. Pure.
 *
 * A job that failed is counted in `failed` and takes part in no mean. `images` of a group is how
 * many images at least one row has; a row with fewer is not `complete`, and its means are over
 * another set of images than those beside it.
 * @param records in the order they were written: of several of one image, the last counts
 */
export function rdMeans(records: Iterable<RdFacts>): RdMeans[] {
  return tablesOf(records).map(meansOf);
}

/** The groups of records that are at hand, see `rdGroup`. Pure. */
export function rdGroups(records: Iterable<RdFacts>, options: GroupOptions): RdGroup[] {
  return tablesOf(records).map((table) => rdGroup(table, options));
}

/**
 * The means, and the curves compared with the anchor's, see `groupCurves`. Pure.
 * @param options.contents classes of the images, which are listed where one is known
 */
export function rdGroup(
  table: RdTable,
  { contents, ...options }: GroupOptions & { readonly contents?: ContentLookup },
): RdGroup {
  const { rows, ...means } = meansOf(table);
  return {
    ...means,
    ...(contents && picturesOf(table, contents)),
    ...{ rows, ...groupCurves(table, options), references: [] },
  };
}

/** The images with their classes, where any is known. */
function picturesOf(
  { dataset, images, names }: RdTable,
  contentOf: ContentLookup,
): Pick<RdGroup, 'pictures'> {
  const pictures = images.map((imageSha256, i) => ({
    ...{ image: names[i]!, imageSha256, content: contentOf(dataset, imageSha256) },
  }));
  return pictures.some(({ content }) => content !== null) ? { pictures } : {};
}

function meansOf({ dataset, crop, covered, rows }: RdTable): RdMeans {
  return { dataset, crop, images: covered, rows: rows.map((row) => rdRow(row, covered)) };
}

function rdRow({ identity, ...columns }: RdTableRow, covered: number): RdRow {
  const { images, failed, exact, metrics, learned } = columns;
  const bytes = sum(columns.bytes);
  return {
    ...identity,
    images: images.length,
    complete: images.length > 0 && images.length === covered,
    failed,
    exact: exact.filter((each) => each === 1).length,
    ...alphaOf(columns),
    ...damagedOf(columns),
    bytes,
    bpp: ratio(sum(columns.bpp), images.length),
    bppPooled: ratio(8 * bytes, sum(columns.pixels)),
    ...savingOf(columns),
    metrics: Object.fromEntries(
      [...metrics].map(([id, column]) => [id, metricMean(column, columns)]),
    ),
    learned: learnedRow(learned),
  };
}

/** Images whose alpha is not the original's, where there are any. */
function alphaOf({ alpha }: Pick<RdTableRow, 'alpha'>): Pick<RdRow, 'alpha'> {
  const count = (fate: AlphaFate): number =>
    alpha.filter((each) => alphaFates[each - 1] === fate).length;
  const counts = { lost: count('lost'), differs: count('differs') };
  return counts.lost + counts.differs === 0 ? {} : { alpha: counts };
}

/** Images whose files are damaged, where there are any. */
function damagedOf({ damaged }: Pick<RdTableRow, 'damaged'>): Pick<RdRow, 'damaged'> {
  const count = damaged.filter((each) => each === 1).length;
  return count === 0 ? {} : { damaged: count };
}

/** Of files that were coded before: their bytes, and the share of these that is saved. */
function savingOf({
  bytes,
  sourceBytes,
}: Pick<RdTableRow, 'bytes' | 'sourceBytes'>): Pick<RdRow, 'sourceBytes' | 'saving'> {
  const sources = sum(sourceBytes);
  if (bytes.length === 0 || Number.isNaN(sources)) return { sourceBytes: null, saving: null };
  const logarithms = bytes.map((each, i) => Math.log(each / sourceBytes[i]!));
  return { sourceBytes: sources, saving: -Math.expm1(sum(logarithms) / bytes.length) };
}

/**
 * The mean of one metric, over the values of the version written last: two versions are two
 * definitions.
 */
function metricMean(column: MetricColumn, { at }: Pick<RdTableRow, 'at'>): MetricMean {
  const version = presentVersion([{ column, at }]) ?? '';
  const values = valuesOf(column, version);
  const finite = values.filter((value) => Number.isFinite(value));
  return {
    version,
    mean: ratio(sum(finite), finite.length),
    n: finite.length,
    exact: values.filter((value) => value === Number.POSITIVE_INFINITY).length,
  };
}
