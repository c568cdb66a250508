import type { Bootstrap } from '../../curves/bootstrap.js';
import { paretoFront } from '../../curves/pareto.js';
import type { CodecCurve } from '../../leaderboard/metric-curves.js';
import type { BoardCurve, TimingGroup } from '../../leaderboard/schema.js';
import { timesKey } from '../../results/identity.js';
import { type BoardRow, boardRows } from './board.js';
import type { At } from './board-at.js';
import type { Cell } from './board-cells.js';
import { noCurve } from './board-lede.js';
import type { PageDataset } from './contract.js';
import { isScale } from './metric-text.js';
import { curveOptions } from './selection.js';

/** What of rate and speed is shown. */
export interface SpeedChoice {
  readonly direction: 'encode' | 'decode';
  readonly metric: string | null;
  /** Place in `group.curves`. */
  readonly anchor: number | null;
  /** Place in `timings`. */
  readonly timing: number | null;
  /** Bits per pixel at this quality stand for the rate; null: the BD-rate does. */
  readonly at: At | null;
  /** Speeds as on the reference machine, of all testbeds. */
  readonly normalised: boolean;
  readonly bootstrap: Bootstrap;
}

/** A curve as a point of rate over speed, in one group of times. */
export interface SpeedPoint {
  /** Place in `group.curves`. */
  readonly curve: number;
  /** Place in `timings`. */
  readonly timing: number;
  readonly row: BoardRow;
  /** Percent of BD-rate, or bits per pixel. */
  readonly rate: Cell;
  /** Megapixels a second. */
  readonly speed: Cell;
  /** Whether no other curve of the group is both cheaper and faster; null where none can tell. */
  readonly on: boolean | null;
}

/** A value of a metric that leaderboard.json has fronts at, and whether a curve has a figure there. */
export function frontOptions({ group }: PageDataset): At[] {
  const found = new Map<string, At>();
  for (const { metric, at, bpp } of group.curves.flatMap(({ fronts }) => fronts)) {
    if (bpp !== null) found.set(`${metric}@${at}`, { metric, value: String(at) });
  }
  return [...found.values()];
}

/**
 * Rate over speed of all curves: BD-rate over the speed of the whole curve, as the board has them,
 * with the front of these two; or bits per pixel and speed where the curve has one quality, with
 * the front that leaderboard.json marks. Incomplete curves and command lines are on no front. Pure.
 * @param curves of `codecCurves`
 */
export function speedPoints(
  data: PageDataset,
  curves: readonly CodecCurve[],
  choice: SpeedChoice,
): SpeedPoint[] {
  const { timing, normalised, metric, anchor, bootstrap } = choice;
  if (timing === null) return [];
  const shared = { metric, bootstrap, at: null, aggregate: 'images' } as const;
  const compared = boardRows(data, curves, { ...shared, anchor, timing });
  const places = normalised ? data.timings.map((_, place) => place) : [timing];
  return places.flatMap((place) => {
    // Only speeds differ between testbeds.
    const timed =
      place === timing
        ? compared
        : boardRows(data, curves, { ...shared, anchor: null, timing: place });
    return pointsOf(data, compared, timed, place, choice);
  });
}

/** Whether any speed is known as on the reference machine. */
export function hasNormalised({ group }: PageDataset): boolean {
  return group.curves.some(({ speeds }) => speeds.some((each) => each.encodeNormalised !== null));
}

function pointsOf(
  { group, timings }: PageDataset,
  compared: readonly BoardRow[],
  timed: readonly BoardRow[],
  timing: number,
  { direction, at, normalised }: SpeedChoice,
): SpeedPoint[] {
  const times = timings[timing]!;
  const points = group.curves.map((boardCurve, curve) => {
    const factor = normalised ? normalFactor(boardCurve, times) : 1;
    const shared = { curve, timing, row: compared[curve]! };
    if (at !== null) {
      const { rate, speed, on } = atQuality(boardCurve, times, { at, direction });
      return { ...shared, rate, speed: scaled(speed, factor), on };
    }
    const rate = compared[curve]!.cells.bd;
    return { ...shared, rate, speed: scaled(timed[curve]!.cells[direction], factor), on: null };
  });
  if (at !== null) return points;
  const front = paretoFront(
    points.map(({ row, rate, speed }) => {
      const judged = row.complete && row.engine?.runtime !== 'cli' && speed.value !== null;
      return judged ? [rate.value, 1 / speed.value] : [null, null];
    }),
  );
  return points.map((point, i) => ({ ...point, on: front[i]! }));
}

/** The mark of leaderboard.json at one quality. */
function atQuality(
  { fronts }: BoardCurve,
  times: TimingGroup,
  { at, direction }: { at: At; direction: 'encode' | 'decode' },
): Pick<SpeedPoint, 'rate' | 'speed' | 'on'> {
  const mark = fronts.find(
    (each) =>
      timesKey(each) === timesKey(times) &&
      each.metric === at.metric &&
      String(each.at) === at.value,
  );
  const nothing = { value: null, note: 'outside what was measured; nothing is extrapolated' };
  const untimed = { value: null, note: 'not all of its points are timed on this testbed' };
  if (mark === undefined || mark.bpp === null) return { rate: nothing, speed: nothing, on: null };
  const [speed, on] =
    direction === 'encode'
      ? [mark.encodeMegapixelsPerSecond, mark.rateEncode]
      : [mark.decodeMegapixelsPerSecond, mark.rateDecode];
  return {
    rate: { value: mark.bpp, note: null },
    speed: speed === null ? untimed : { value: speed, note: null },
    on,
  };
}

/** What the speeds of a curve are multiplied by; null where the testbed or the curve has none. */
function normalFactor({ speeds }: BoardCurve, times: TimingGroup): number | null {
  const speed = speeds.find((each) => timesKey(each) === timesKey(times));
  if (!speed?.encodeNormalised || !speed.encodeMegapixelsPerSecond) return null;
  return speed.encodeNormalised / speed.encodeMegapixelsPerSecond;
}

function scaled({ value, low, high, note }: Cell, factor: number | null): Cell {
  if (factor === 1 || value === null) return { value, note, ...ends(low, high) };
  if (factor === null) {
    return {
      value: null,
      note: 'no speed as on the reference machine: no calibration, or a command line',
    };
  }
  const times = (end: number | undefined) => (end === undefined ? undefined : end * factor);
  return { value: value * factor, note, ...ends(times(low), times(high)) };
}

function ends(low: number | undefined, high: number | undefined) {
  return low === undefined || high === undefined ? {} : { low, high };
}

/** Why no point can be shown, or null. */
export function whyNoPoints(
  data: PageDataset,
  { timing, at, metric, anchor }: Pick<SpeedChoice, 'timing' | 'at' | 'metric' | 'anchor'>,
  points: readonly SpeedPoint[],
): string | null {
  if (points.some(({ rate, speed }) => rate.value !== null && speed.value !== null)) return null;
  if (timing === null) return 'No times were taken of this data set.';
  if (data.group.curves.length === 0)
    return 'This data set has times, and no curve to go with them.';
  if (at === null && (metric === null || !isScale(data, metric))) {
    return 'This metric is no scale of quality that curves compare by.';
  }
  const own = points.find(({ curve }) => curve === anchor);
  if (at === null && metric !== null && own?.rate.value === null) {
    return noCurve(data, curveOptions(data.group)[own.curve]!.name, metric);
  }
  return 'No curve has both a rate and times of all of its points on this testbed.';
}
