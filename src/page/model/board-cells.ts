import type { BoardCurve, RdRow, TimingGroup, TimingRow } from '../../leaderboard/schema.js';
import { timesKey } from '../../results/identity.js';
import type { At } from './board-at.js';
import type { PageDataset } from './contract.js';
import { metricTitle } from './metric-text.js';
import type { Compared } from './recompute.js';
import { speedOfCurve, type UsualTimes } from './usual-times.js';

/** A figure of the board, or why it is not there. */
export interface Cell {
  readonly value: number | null;
  readonly low?: number;
  readonly high?: number;
  /** Images that the figure is over, and of the group. */
  readonly over?: { readonly n: number; readonly of: number };
  /** Why there is no value; or what to mind about it. */
  readonly note: string | null;
}

/** Whether a curve is on the front of all, or why that cannot be judged. */
export interface Front {
  readonly on: boolean | null;
  readonly note: string;
}

/** The BD-rate: the mean of the images' with its interval, or that of the mean curves. */
export function bdCell(compared: Compared | undefined, aggregate: string): Cell {
  if (compared === undefined) return { value: null, note: 'no curve to compare with' };
  const { percent, images, over, reason } = compared;
  const noted = (text: string | null): string | null => {
    const note = [text, reason].filter((each) => each !== null).join('; ');
    return note === '' ? null : note;
  };
  if (aggregate === 'mean') {
    if (over === undefined) return { value: percent, note: reason };
    const few = `over the ${over.n} of ${over.of} images that have a value at enough points of both`;
    return { value: percent, over, note: noted(percent === null ? null : few) };
  }
  if (images === null) return { value: null, note: reason ?? 'no image has a BD-rate' };
  const { low, high, n, of } = images;
  const some = n < of ? `${n} of ${of} images have a BD-rate` : null;
  return {
    ...{ value: images.percent, low, high, note: noted(some) },
    ...(n < of && { over: { n, of } }),
  };
}

/** Bits per pixel at a quality. */
export function bppCell({ bpp }: BoardCurve, at: At | null): Cell {
  if (at === null) return { value: null, note: 'no curve reaches a quality that it is told at' };
  const value = bpp[at.metric]?.[at.value] ?? null;
  return {
    value,
    note: value === null ? 'outside what was measured; nothing is extrapolated' : null,
  };
}

/**
 * Megapixels a second over all points of a curve, with the interval that theirs make.
 * @param notesOf what to mind about these rows, see `usualTimes`
 */
export function speedCell(
  { speeds }: BoardCurve,
  times: TimingGroup | null,
  timed: readonly TimingRow[] | null,
  direction: 'encode' | 'decode',
  notesOf: UsualTimes['notesOf'],
): Cell {
  if (times === null) return { value: null, note: 'no times were taken of this data set' };
  const speed = speeds.find((each) => timesKey(each) === timesKey(times));
  const value =
    (direction === 'encode'
      ? speed?.encodeMegapixelsPerSecond
      : speed?.decodeMegapixelsPerSecond) ?? null;
  if (value === null) {
    const some = speed && speed.timed > 0 ? `only ${speed.timed} points are timed` : 'not timed';
    return { value: null, note: `${some} on this testbed` };
  }
  const note = notesOf(timed ?? [], direction).join('; ');
  const interval = speedOfCurve(timed ?? [], direction)?.interval;
  return { value, ...interval, note: note === '' ? null : note };
}

/** The greatest resident size of the points. */
export function memoryCell({ speeds }: BoardCurve, times: TimingGroup | null): Cell {
  if (times === null) return { value: null, note: 'no times were taken of this data set' };
  const value = speeds.find((each) => timesKey(each) === timesKey(times))?.peakBytes ?? null;
  return { value, note: value === null ? 'not measured on this testbed' : null };
}

/** Multiply-accumulates per pixel of both directions; `low` is encode's, `high` decode's. */
export function macsCell(rows: readonly RdRow[]): Cell {
  const told = rows.flatMap(({ learned }) => learned ?? []);
  if (told.length === 0) return { value: null, note: 'no learned codec' };
  const { encode, decode } = told[0]!.macsPerPixel;
  return { value: encode + decode, low: encode, high: decode, note: null };
}

/** The mark of the Pareto front, as leaderboard.json has it. */
export function frontOf(
  data: Pick<PageDataset, 'metrics'>,
  { fronts }: BoardCurve,
  at: At | null,
  times: TimingGroup | null,
): Front {
  if (times === null) return { on: null, note: 'no times were taken of this data set' };
  // The front is made at few qualities: that chosen, else another one of the metric, else another.
  const own = fronts.filter((each) => timesKey(each) === timesKey(times));
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
  const all = `at ${metricTitle(data, mark.metric)} ${mark.at} ${beaten} in rate, encode time, decode time and memory together`;
  const some = ways.length === 0 ? '' : `; none beats it in ${ways.join(', nor in ')} alone`;
  return { on: mark.all, note: `${all}${some}` };
}
