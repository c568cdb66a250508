import type { Curve } from '../curves.js';
import type { Bootstrap } from '../direction.js';
import type { CurveStanding, RdRow, TimingGroup, TimingRow } from '../schema.js';
import type { PageDataset } from './contract.js';
import { metricTitle } from './format.js';
import { type Compared, compareAll } from './recompute.js';
import { curveOptions } from './selection.js';

/** A figure of the board, or why it is not there. */
export interface Cell {
  readonly value: number | null;
  readonly low?: number;
  readonly high?: number;
  /** Why there is no value; or what to mind about it. */
  readonly note: string | null;
}

/** A curve as a row of the board. */
export interface BoardRow {
  /** Place in `group.curves`; null of a published curve. */
  readonly curve: number | null;
  /** In the address. */
  readonly key: string;
  readonly label: string;
  readonly codec: string;
  /** The settings but for the rate knob, as in the printed form; empty for the defaults. */
  readonly settings: string;
  readonly knob: string | null;
  readonly points: number;
  readonly engine: CurveStanding['engine'] | null;
  readonly learned: boolean;
  /** Whether all its files gave every sample back. */
  readonly lossless: boolean;
  readonly images: number;
  readonly complete: boolean;
  readonly failed: number;
  readonly cells: Readonly<Record<ColumnId, Cell>>;
  /** Whether no other curve beats it at the quality chosen; null where that cannot be judged. */
  readonly front: { readonly on: boolean | null; readonly note: string };
}

/** The columns that rows are sorted by, but for their names. */
export const columnIds = ['bd', 'bpp', 'encode', 'decode', 'memory', 'macs'] as const;
export type ColumnId = (typeof columnIds)[number];

/** What the board shows. */
export interface BoardChoice {
  readonly metric: string | null;
  /** Place in `group.curves`. */
  readonly anchor: number | null;
  /** Place in `timings`. */
  readonly timing: number | null;
  /** Metric and value at which bits per pixel are told: one of those in leaderboard.json. */
  readonly at: At | null;
  /** Which BD-rate: the mean of the images' own, or that of the mean curves. */
  readonly aggregate: 'images' | 'mean';
  readonly bootstrap: Bootstrap;
}

export interface At {
  readonly metric: string;
  /** As leaderboard.json writes it. */
  readonly value: string;
}

/**
 * The rows of the board, in the order of `group.curves`. Pure.
 * @param curves of `curvesOf`
 */
export function boardRows(
  data: PageDataset,
  curves: readonly Curve[],
  choice: BoardChoice,
): BoardRow[] {
  const { group } = data;
  const options = curveOptions(group);
  const { metric, anchor, bootstrap } = choice;
  const compared =
    metric === null || anchor === null
      ? null
      : compareAll(data, curves, { anchor, metric, bootstrap });
  const times = choice.timing === null ? null : data.timings[choice.timing]!;
  return group.curves.map((curve, place) => {
    const rows = data.curves[place]!.rows.map((row) => group.rows[row]!);
    const timed = times && timedRows(times, rows);
    return {
      curve: place,
      key: options[place]!.key,
      label: options[place]!.name,
      codec: curve.codec,
      settings: curve.label.slice(curve.codec.length + 1),
      knob: curve.knob,
      points: curve.points.length,
      engine: curve.engine,
      learned: curve.engine.runtime === 'onnx' || rows.some(({ learned }) => learned !== null),
      lossless: rows.every(({ exact, images }) => images > 0 && exact === images),
      images: curve.images,
      complete: curve.complete,
      failed: rows.reduce((sum, { failed }) => sum + failed, 0),
      cells: {
        bd: bdCell(compared?.[place], choice.aggregate),
        bpp: bppCell(curve, choice.at),
        encode: speedCell(curve, times, timed, 'encode'),
        decode: speedCell(curve, times, timed, 'decode'),
        memory: memoryCell(curve, times),
        macs: macsCell(rows),
      },
      front: frontOf(curve, choice.at, times),
    };
  });
}

/** The quality that is asked for; else one that fronts are made at, or a middling one. */
export function chooseAt(
  { group }: PageDataset,
  ats: readonly At[],
  { asked, metric }: { asked: string | null; metric: string | null },
): At | null {
  const fronts = new Set(
    group.curves.flatMap((curve) => curve.fronts.map((mark) => printAt(mark.metric, mark.at))),
  );
  const own = ats.filter((at) => at.metric === metric);
  const some = own.length > 0 ? own : ats.filter((at) => at.metric === ats[0]?.metric);
  return (
    ats.find((at) => printAt(at.metric, at.value) === asked) ??
    some.find((at) => fronts.has(printAt(at.metric, at.value))) ??
    some[Math.floor(some.length / 2)] ??
    null
  );
}

/** As it stands in the address, `psnr@35`. */
export function printAt(metric: string, value: string | number): string {
  return `${metric}@${value}`;
}

/** Bits per pixel can be told at these values of metrics. */
export function atOptions({ group }: PageDataset): At[] {
  const found = new Map<string, At>();
  for (const { bpp } of group.curves) {
    for (const [metric, values] of Object.entries(bpp)) {
      for (const [value, rate] of Object.entries(values)) {
        if (rate !== null) found.set(printAt(metric, value), { metric, value });
      }
    }
  }
  return [...found.values()].sort(
    (a, b) => b.metric.localeCompare(a.metric) || Number(a.value) - Number(b.value),
  );
}

function bdCell(compared: Compared | undefined, aggregate: string): Cell {
  if (compared === undefined) return { value: null, note: 'no curve to compare with' };
  const { percent, images, reason } = compared;
  if (aggregate === 'mean') return { value: percent, note: reason };
  if (images === null) return { value: null, note: reason ?? 'no image has a BD-rate' };
  const { low, high, n, of } = images;
  const some = n < of ? `${n} of ${of} images have a BD-rate` : null;
  const note = [some, reason].filter((each) => each !== null).join('; ');
  return { value: images.percent, low, high, note: note === '' ? null : note };
}

function bppCell({ bpp }: CurveStanding, at: At | null): Cell {
  if (at === null) return { value: null, note: 'no curve reaches a quality that it is told at' };
  const value = bpp[at.metric]?.[at.value] ?? null;
  return {
    value,
    note: value === null ? 'outside what was measured; nothing is extrapolated' : null,
  };
}

function timedRows({ rows }: TimingGroup, points: readonly RdRow[]): TimingRow[] {
  return points.flatMap(
    ({ spec, engine }) =>
      rows.find((row) => row.spec === spec && row.engine.version === engine.version) ?? [],
  );
}

function speedCell(
  { speeds }: CurveStanding,
  times: TimingGroup | null,
  timed: readonly TimingRow[] | null,
  direction: 'encode' | 'decode',
): Cell {
  if (times === null) return { value: null, note: 'no times were taken of this data set' };
  const speed = speeds.find((each) => isOf(each, times));
  const value =
    (direction === 'encode'
      ? speed?.encodeMegapixelsPerSecond
      : speed?.decodeMegapixelsPerSecond) ?? null;
  if (value === null) {
    const some = speed && speed.timed > 0 ? `only ${speed.timed} points are timed` : 'not timed';
    return { value: null, note: `${some} on this testbed` };
  }
  const warnings = (timed ?? []).flatMap((row) => row.warnings.map(({ text }) => text));
  const note = [...new Set(warnings)].join('; ');
  const ends = (timed ?? []).map((row) => row[direction]?.interval ?? null);
  const interval =
    ends.length === 0 || ends.some((each) => each === null)
      ? {}
      : {
          low: harmonic(ends.map((each) => each!.low)),
          high: harmonic(ends.map((each) => each!.high)),
        };
  return { value, ...interval, note: note === '' ? null : note };
}

/** 1 over the mean of 1 over the values, as the speed of several points is. */
function harmonic(values: readonly number[]): number {
  return values.length / values.reduce((sum, value) => sum + 1 / value, 0);
}

function memoryCell({ speeds }: CurveStanding, times: TimingGroup | null): Cell {
  if (times === null) return { value: null, note: 'no times were taken of this data set' };
  const value = speeds.find((each) => isOf(each, times))?.peakBytes ?? null;
  return { value, note: value === null ? 'not measured on this testbed' : null };
}

function macsCell(rows: readonly RdRow[]): Cell {
  const told = rows.flatMap(({ learned }) => learned ?? []);
  if (told.length === 0) return { value: null, note: 'no learned codec' };
  const { encode, decode } = told[0]!.macsPerPixel;
  return { value: encode + decode, low: encode, high: decode, note: null };
}

function frontOf(
  { fronts }: CurveStanding,
  at: At | null,
  times: TimingGroup | null,
): BoardRow['front'] {
  if (times === null) return { on: null, note: 'no times were taken of this data set' };
  // The front is made at few qualities: that chosen, else another one of the metric, else another.
  const own = fronts.filter((each) => isOf(each, times));
  const mark =
    own.find((each) => each.metric === at?.metric && String(each.at) === at.value) ??
    own.find(({ metric }) => metric === at?.metric) ??
    own[0];
  if (mark === undefined || mark.all === null) {
    return { on: null, note: 'it lacks a figure that the front is made of, or may not be ranked' };
  }
  const ways = [
    ...(mark.rateEncode ? ['rate and encode time'] : []),
    ...(mark.rateDecode ? ['rate and decode time'] : []),
  ];
  const beaten = mark.all ? 'no other curve beats it' : 'another curve beats it';
  const all = `at ${metricTitle(mark.metric)} ${mark.at} ${beaten} in rate, encode time, decode time and memory together`;
  const some = ways.length === 0 ? '' : `; none beats it in ${ways.join(', nor in ')} alone`;
  return { on: mark.all, note: `${all}${some}` };
}

function isOf(
  a: { testbed: string; crop: string | null; threads: number },
  b: { testbed: string; crop: string | null; threads: number },
): boolean {
  return a.testbed === b.testbed && a.crop === b.crop && a.threads === b.threads;
}
