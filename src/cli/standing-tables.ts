import type { MetricFacts } from '../curves/metric-facts.js';
import { bdMatrix, meanCurves } from '../leaderboard/matrix.js';
import { readByMetric, tableCurves } from '../leaderboard/metric-curves.js';
import type { RdTable } from '../leaderboard/rd-table.js';
import type {
  BoardCurve,
  Comparison,
  FrontMark,
  RdGroup,
  TimingGroup,
} from '../leaderboard/schema.js';
import { timesKey } from '../results/identity.js';
import { formatTable } from './output.js';
import { megabytes, significant, timedImages } from './result-tables.js';

const placeOf = ({ dataset, crop }: Pick<RdGroup, 'dataset' | 'crop'>): string =>
  `${dataset}${crop === null ? '' : `, centre crop ${crop}`}`;

/** BD-rates for people: a row per curve, against the anchor. */
export function standingTable(group: RdGroup, wanted: string): string {
  const { dataset, crop, anchorCurve, curves } = group;
  const where = placeOf({ dataset, crop });
  const anchor = anchorCurve === null ? undefined : curves[anchorCurve];
  if (curves.length === 0) return `${where}: no curve, as no job went well`;
  if (anchor === undefined) {
    return `${where}: no curve '${wanted}' to compare with; --anchor names another`;
  }
  const against = anchorName(anchor, curves);
  const choices = curves
    .filter(({ label }) => label === anchor.label)
    .map(({ label, engine }) => `--anchor ${label}@${engine.version}`)
    .join(' or ');
  const metrics = [
    ...new Set(
      curves.flatMap(({ comparisons }) =>
        comparisons.filter(({ percent }) => percent !== null).map(({ metric }) => metric),
      ),
    ),
  ];
  const shown = curves.filter(({ comparisons }) =>
    comparisons.some(({ percent }) => percent !== null),
  );
  const rows = shown.map(({ label, engine, complete, comparisons }) => [
    complete ? label : `${label} (incomplete)`,
    `${engine.name} ${engine.version}`,
    ...metrics.map((metric) => {
      const found = comparisons.find((each) => each.metric === metric);
      if (found?.percent == null) return '-';
      const { percent, overlap, over, images } = found;
      const mean = images ? meanOfImages(images) : '-';
      return `${mean} / ${percent.toFixed(2)}${overText(over)}${(overlap ?? 1) < 0.75 ? '*' : ''}`;
    }),
  ]);
  if (rows.length === 0)
    return `${where}: no BD-rate against ${against}; the page tells the reasons`;
  const notes = [
    `${where}: BD-rate in % against ${against}: mean over images [its 95 % interval] / of mean curves`,
    ...overNote(rows),
    ...commonRangeNote(rows),
    ...(against === anchor.label || wanted.includes('@')
      ? []
      : [
          `${anchor.label} is of several engine versions: against the one written last; ${choices} chooses`,
        ]),
  ];
  return `${notes.join('\n')}\n\n${formatTable(['curve', 'engine', ...metrics], rows)}`;
}

/** ` (3/4)` behind a figure that is not over all images. */
function overText(over: Comparison['over']): string {
  return over === undefined ? '' : ` (${over.n}/${over.of})`;
}

/** What such a count says, where a figure of the table has one. */
function overNote(rows: readonly (readonly string[])[]): string[] {
  return rows.some((row) => row.some((cell) => /\(\d+\/\d+\)\*?$/.test(cell)))
    ? ['(n/N): over the n of N images that have a value at enough points of both curves']
    : [];
}

/** What the mark behind a figure says, where a figure of the table has it. */
function commonRangeNote(rows: readonly (readonly string[])[]): string[] {
  return rows.some((row) => row.some((cell) => cell.endsWith('*')))
    ? ['* the curves have less than 75 % of their range of quality in common']
    : [];
}

/**
 * Why nothing is compared with the anchor, for people: it is a single point, or lossless at every one.
 * Null where something is, where there is no anchor, and where there are no other curves.
 */
export function anchorWarning(group: RdGroup): string | null {
  const { anchorCurve, curves, rows } = group;
  const anchor = anchorCurve === null ? undefined : curves[anchorCurve];
  const isCompared = curves.some(({ comparisons }) =>
    comparisons.some(({ percent }) => percent !== null),
  );
  const others = curves.filter((each) => each !== anchor && each.points.length > 1);
  if (anchor === undefined || isCompared || others.length === 0) return null;
  const { label, points } = anchor;
  const own = points.map((place) => rows[place]!);
  const isLossless = own.every(({ metrics }) =>
    Object.values(metrics).some(({ mean, exact }) => mean === null && exact > 0),
  );
  const why = [
    ...(points.length < 2 ? ['it has one point'] : []),
    ...(isLossless ? ['it is lossless'] : []),
  ];
  if (why.length === 0) return null;
  return `${placeOf(group)}: nothing is compared with the anchor ${label}, as ${why.join(' and ')}, which is no curve; --anchor names another`;
}

/** The anchor's label, with its engine where several curves have it. */
function anchorName({ label, engine }: BoardCurve, curves: readonly BoardCurve[]): string {
  const versions = curves.filter((each) => each.label === label).length;
  return versions === 1 ? label : `${label} (${engine.name} ${engine.version})`;
}

/** `-49.1 [-51.4, -46.5]`, with the count where not all images have a BD-rate. */
function meanOfImages({ percent, low, high, n, of }: NonNullable<Comparison['images']>): string {
  const counted = n < of ? ` (${n}/${of})` : '';
  return `${percent.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]${counted}`;
}

/**
 * BD-rates of all pairs of complete curves for people.
 * @param table that the group was made from
 */
export function matrixTable(group: RdGroup, metric: MetricFacts, table?: RdTable): string {
  const all = meanCurves(group);
  const curves = all.filter(({ complete }) => complete);
  const measured = table === undefined ? [] : tableCurves(table);
  const whole = measured
    .filter((_, i) => all[i]!.complete)
    .map((each) => readByMetric(each, metric));
  const { labels, cells } = bdMatrix(curves, metric, {
    ...(table && { whole: { curves: whole, images: group.images } }),
  });
  const nameOf = (i: number): string =>
    labels.indexOf(labels[i]!) === labels.lastIndexOf(labels[i]!)
      ? labels[i]!
      : `${labels[i]} (${curves[i]!.engine.version})`;
  const where = placeOf(group);
  // Curves without a figure against any other, as those of one point, would be empty lines.
  const shown = labels.flatMap((_, i) =>
    cells[i]!.some(({ percent }, j) => i !== j && percent !== null) ? [i] : [],
  );
  if (shown.length === 0) return `${where}: no two complete curves to compare by ${metric.id}`;
  const rows = shown.map((test, n) => [
    String(n + 1),
    nameOf(test),
    ...shown.map((anchor) => {
      const { percent, overlap, over } = cells[test]![anchor]!;
      if (percent === null) return '-';
      return `${percent.toFixed(1)}${overText(over)}${(overlap ?? 1) < 0.75 ? '*' : ''}`;
    }),
  ]);
  const notes = [
    `${where}: BD-rate in % by ${metric.id} of each curve against that of the column, of mean curves`,
    ...overNote(rows),
    ...commonRangeNote(rows),
  ];
  const header = ['', 'curve', ...shown.map((_, n) => String(n + 1))];
  return `${notes.join('\n')}\n\n${formatTable(header, rows)}`;
}

/**
 * Rate, speed and memory at equal quality for people, with the Pareto fronts: a table for each
 * quality and each group of times. None where the data set was not timed.
 */
export function frontTables(group: RdGroup, timings: readonly TimingGroup[] = []): string[] {
  const first = group.curves[0]?.fronts ?? [];
  return first.flatMap((front, n) => {
    const marked = group.curves.map((curve) => ({ curve, mark: curve.fronts[n]! }));
    const rows = marked.filter(({ mark }) => mark.bpp !== null && mark.encodeMegapixelsPerSecond);
    return rows.length === 0 ? [] : [frontTable(group, front, { rows, timings })];
  });
}

function frontTable(
  group: RdGroup,
  { testbed, crop, threads, metric, at }: FrontMark,
  {
    rows,
    timings,
  }: {
    rows: readonly { curve: BoardCurve; mark: FrontMark }[];
    timings: readonly TimingGroup[];
  },
): string {
  const times = timings.find(
    (each) =>
      each.dataset === group.dataset && timesKey(each) === timesKey({ testbed, crop, threads }),
  );
  const speed = (value: number | null): string => (value === null ? '-' : significant(value));
  const sign = (on: boolean | null): string => (on === null ? '-' : on ? 'yes' : '');
  const table = formatTable(
    ['curve', 'bpp', 'enc MP/s', 'dec MP/s', 'peak MB', 'all', 'bpp/enc', 'bpp/dec'],
    rows.map(({ curve, mark }) => [
      curve.complete ? curve.label : `${curve.label} (${curve.images}/${group.images})`,
      mark.bpp?.toFixed(4) ?? '-',
      speed(mark.encodeMegapixelsPerSecond),
      speed(mark.decodeMegapixelsPerSecond),
      mark.peakBytes === null ? '-' : megabytes(mark.peakBytes),
      ...[mark.all, mark.rateEncode, mark.rateDecode].map(sign),
    ]),
  );
  const timed = `${crop === null ? 'whole images' : `centre crop ${crop}`}, ${threads} thread${threads > 1 ? 's' : ''}${times === undefined ? '' : timedImages(times.images, group.images)}`;
  const notes = [
    `${placeOf(group)} at ${metric} ${at}, timed on ${testbed}, ${timed}`,
    'all: on the Pareto front of rate, both times and memory; bpp/enc, bpp/dec: of rate and that time',
  ];
  return `${notes.join('\n')}\n\n${table}`;
}
