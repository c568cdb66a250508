import { nameShortly } from '../base/name-shortly.js';
import { factsIn, type MetricFacts } from '../curves/metric-facts.js';
import type { Conversion } from '../leaderboard/conversions.js';
import type {
  Direction,
  MetricMean,
  RdMeans,
  RdRow,
  TimingGroup,
  TimingRow,
} from '../leaderboard/schema.js';
import { alphaText } from '../page/model/alpha-text.js';
import { damagedText, mostDamaged } from '../page/model/damaged-text.js';
import { imagesTimed } from '../page/model/timed-images.js';
import { notesWithRows } from '../page/model/timing-notes.js';
import { formatTable } from './output.js';

/**
 * A metric's value of one picture for people: with one decimal more than on the page.
 * @param value null where the metric has no difference to report
 * @param exact whether the pictures are equal in every sample
 */
export function formatScore(
  { decimals }: Pick<MetricFacts, 'decimals'>,
  value: number | null,
  exact = false,
): string {
  if (value === null) return exact ? 'exact' : 'infinite';
  return value.toFixed(decimals + 1);
}

/**
 * Means of rate and distortion for people: a row per codec with its settings.
 * @param facts of the metrics
 */
export function rdTable(
  { dataset, crop, images, rows }: RdMeans,
  facts: readonly MetricFacts[],
): string {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  // Where the images are of one size, both ways to take a mean rate are the same.
  const sizesDiffer = rows.some(
    ({ bpp, bppPooled }) =>
      bpp !== null && bppPooled !== null && Math.abs(bpp / bppPooled - 1) > 1e-6,
  );
  const ofFiles = rows.some(({ saving }) => saving !== null);
  const alphaTold = rows.some(({ alpha }) => alpha !== undefined);
  const table = formatTable(
    [
      ...['codec', 'engine', 'images', ...(sizesDiffer ? ['pooled bpp'] : []), 'bpp'],
      ...(ofFiles ? ['saving'] : []),
      ...metrics,
      ...(alphaTold ? ['alpha'] : []),
    ],
    rows.map((row) => [
      row.spec,
      engineCell(row.engine),
      row.images === images ? String(images) : `${row.images}/${images}`,
      ...(sizesDiffer ? [row.bppPooled?.toFixed(4) ?? '-'] : []),
      row.bpp?.toFixed(4) ?? '-',
      ...(ofFiles ? [savingCell(row)] : []),
      ...metrics.map((id) => metricCell(factsIn(facts, id), row.metrics[id], row)),
      ...(alphaTold ? [alphaText(row)] : []),
    ]),
  );
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const damaged = mostDamaged(rows);
  const notes = [
    `${dataset}${crop === null ? '' : `, centre crop ${crop}`}: means over images; (n/N): mean over n of N images`,
    ...(sizesDiffer
      ? [
          'pooled bpp: all bits over all pixels; bpp: mean over images, where a tiny one weighs as much as a large one',
        ]
      : []),
    ...(ofFiles ? ["saving: of the JPEG files' bytes, by the geometric mean of the ratios"] : []),
    ...(failed > 0 ? [`${failed} failed jobs are in no mean`] : []),
    ...(damaged > 0 ? [damagedText(damaged, images)] : []),
  ];
  return `${notes.join('\n')}\n\n${table}`;
}

/** What codecs did not get as it was, for people: a line per codec and conversion. */
export function conversionLines(conversions: readonly Conversion[]): string[] {
  return conversions.map(
    ({ codec, conversion, images, of }) =>
      `${codec}: ${images} of ${of} images converted ${conversion} before encoding`,
  );
}

/** Name and version; what is slower than the same library as native code, or timed otherwise, is marked. */
export function engineCell({ name, version, runtime }: RdRow['engine']): string {
  return `${name} ${version}${runtime === 'cli' || runtime === 'wasm' ? ` [${runtime}]` : ''}`;
}

function savingCell({ saving }: RdRow): string {
  return saving === null ? '-' : `${(100 * saving).toFixed(2)} %`;
}

function metricCell(
  facts: MetricFacts,
  value: MetricMean | undefined,
  { images, exact }: Pick<RdRow, 'images' | 'exact'>,
): string {
  if (value === undefined) return '-';
  if (value.mean === null && value.exact === 0) return '-';
  const mean = formatScore(facts, value.mean, exact === images);
  if (value.mean === null) return mean;
  return value.n === images ? mean : `${mean} (${value.n}/${images})`;
}

/**
 * Times for people: megapixels a second with the interval, CPU, memory. Command lines stand in a table
 * of their own: their times hold the start of a process, and the others' do not.
 * @param of images of the data set that rates are of, where these are not the same
 */
export function timingTable(
  { testbed, dataset, crop, threads, images, rows }: TimingGroup,
  of = images,
): string {
  const coverage = (row: TimingRow): string =>
    row.images === images ? String(images) : `${row.images}/${images}`;
  const commands = rows.filter(({ engine }) => engine.runtime === 'cli');
  const inProcess = rows.filter(({ engine }) => engine.runtime !== 'cli');
  const table = formatTable(
    ['codec', 'images', 'enc MP/s', '± %', 'dec MP/s', '± %', 'CPU/wall', 'peak MB', 'set-up s'],
    inProcess.map((row) => [
      row.spec,
      coverage(row),
      ...speedCells(row.encode),
      ...speedCells(row.decode),
      row.encode?.cpuPerWall?.toFixed(2) ?? '-',
      row.peakBytes === null
        ? '-'
        : `${megabytes(row.peakBytes.encode)}/${megabytes(row.peakBytes.decode)}`,
      row.setupSeconds?.toFixed(3) ?? '-',
    ]),
  );
  const commandTable = formatTable(
    ['command line', 'images', 'enc MP/s', '± %', 'own', 'dec MP/s', '± %', 'own', 'CPU/wall'],
    commands.map((row) => [
      row.spec,
      coverage(row),
      ...speedCells(row.encode),
      ownCell(row.encode),
      ...speedCells(row.decode),
      ownCell(row.decode),
      row.encode?.cpuPerWall?.toFixed(2) ?? '-',
    ]),
  );
  // On a machine that is not quiet nearly every row has wide intervals: one line for all of them.
  const wide = rows.filter((row) => row.warnings.some(({ kind }) => kind === 'wide-interval'));
  const rest = rows.map(({ spec, warnings: all }) => ({
    ...{ spec, warnings: all.filter(({ kind }) => kind !== 'wide-interval') },
  }));
  const others = [null, 'encode' as const, 'decode' as const].flatMap((direction) =>
    notesWithRows(rest, direction).map(({ text, rows: own }) => {
      const of = direction === null ? '' : `${direction}: `;
      return `warning: ${of}${text}: ${nameShortly(own.map(({ spec }) => spec))}`;
    }),
  );
  const notes = [
    ...(wide.length > 0
      ? [
          `warning: intervals wider than 10 % at ${wide.length} of ${rows.length} rows; a quieter machine or more --passes narrow them`,
        ]
      : []),
    ...others,
  ];
  const where = `${dataset} on ${testbed}, ${crop === null ? 'whole images' : `centre crop ${crop}`}, ${threads} thread${threads > 1 ? 's' : ''}${timedImages(images, of)}`;
  const shown = notes.length > 0 ? ['', ...notes] : [];
  return [
    `${where}; ±: half of the 95 % interval; peak: encode/decode`,
    ...(inProcess.length > 0 ? ['', table] : []),
    ...(commands.length > 0
      ? [
          '',
          'command lines, start of the process and files included; own: by the seconds that they report',
          '',
          commandTable,
        ]
      : []),
    ...shown,
  ].join('\n');
}

/** `, 3 of 24 images` where times are of other images than rates. */
export function timedImages(timed: number, of: number): string {
  const told = imagesTimed(timed, of);
  return told === null ? '' : `, ${told}`;
}

function ownCell(direction: Direction | null): string {
  const speed = direction?.reported?.megapixelsPerSecond ?? null;
  return speed === null ? '-' : significant(speed);
}

function speedCells(direction: Direction | null): [string, string] {
  const speed = direction?.megapixelsPerSecond ?? null;
  if (direction === null || speed === null) return ['-', '-'];
  const { interval } = direction;
  const half = interval && (50 * (interval.high - interval.low)) / speed;
  return [significant(speed), half === null ? '-' : half.toFixed(1)];
}

/** Three significant digits, without an exponent. */
export function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** Millions of bytes. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
