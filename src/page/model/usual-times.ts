import { median } from '../../base/statistics.js';
import type { TimingRow, Warning } from '../../leaderboard/schema.js';
import { timingNotes } from './timing-notes.js';

type Direction = 'encode' | 'decode';
const directions: readonly Direction[] = ['encode', 'decode'];

/** What the times of most curves have in common, told once; and what sets single ones apart. */
export interface UsualTimes {
  /** `intervals 8 to 28 % wide; 3 of 5 passes made at 12 of 12 settings`, or empty. */
  readonly told: string;
  /** What to mind about the times of one curve, beside that. */
  notesOf(rows: readonly TimingRow[], direction: Direction): string[];
}

/** Speed of several settings together, and its interval where all of them have one. */
export interface CurveSpeed {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/**
 * Parts the warnings of a group of times into those that more than half of the curves have and those
 * that tell one curve from the others. An interval stands out that is more than twice as wide as the
 * middle one of all, and than 10 % of its value.
 * @param curves the rows of times of each curve
 */
export function usualTimes(curves: readonly (readonly TimingRow[])[]): UsualTimes {
  const timed = curves.filter((rows) => rows.length > 0);
  const widths = timed.flatMap((rows) =>
    directions.flatMap((direction) => widthOf(rows, direction) ?? []),
  );
  const fence = fenceOf(widths);
  const within = widths.filter((width) => width <= fence);
  const usual = kinds.filter(({ kind, direction }) => {
    const some = timed.filter((rows) =>
      rows.some(({ warnings }) =>
        warnings.some((w) => w.kind === kind && w.direction === direction),
      ),
    );
    return 2 * some.length > timed.length;
  });
  const isUsual = (warning: Warning): boolean =>
    warning.kind === 'wide-interval' ||
    usual.some(({ kind, direction }) => warning.kind === kind && warning.direction === direction);
  const all = timed.flat();
  const told = [
    ...(within.some((width) => width > narrow) ? [`intervals ${rangeText(within)} % wide`] : []),
    ...usual.flatMap(({ kind, direction }) => {
      const notes = timingNotes(
        keep(all, (w) => w.kind === kind && isUsual(w)),
        direction,
      );
      return notes.map((note) => (direction === null ? note : `${direction}: ${note}`));
    }),
  ];
  return {
    told: told.join('; '),
    notesOf: (rows, direction) => {
      const own = keep(rows, (warning) => !isUsual(warning));
      const width = widthOf(rows, direction);
      const isWide = width !== null && width > fence;
      return [
        ...(isWide
          ? [
              `the interval is ${percent(width)} % of the value wide, that of most ${rangeText(within)} %`,
            ]
          : []),
        ...timingNotes(own, direction),
        ...timingNotes(own, null),
      ];
    },
  };
}

/** 1 over the mean of 1 over the speeds of the settings; null where one has none. */
export function speedOfCurve(rows: readonly TimingRow[], direction: Direction): CurveSpeed | null {
  const speeds = rows.map((row) => row[direction]?.megapixelsPerSecond ?? null);
  if (rows.length === 0 || speeds.includes(null)) return null;
  const ends = rows.map((row) => row[direction]?.interval ?? null);
  const interval = ends.includes(null)
    ? null
    : {
        low: harmonic(ends.map((each) => each!.low)),
        high: harmonic(ends.map((each) => each!.high)),
      };
  return { value: harmonic(speeds as number[]), interval };
}

const kinds: readonly Pick<Warning, 'kind' | 'direction'>[] = [
  ...(['few-passes', 'mixed-node', 'hidden-page'] as const).map((kind) => ({
    kind,
    direction: null,
  })),
  ...(['short-samples', 'coarse-clock', 'busy-machine', 'no-interval'] as const).flatMap((kind) =>
    directions.map((direction) => ({ kind, direction })),
  ),
];

function keep(rows: readonly TimingRow[], wanted: (warning: Warning) => boolean) {
  return rows.map(({ warnings }) => ({ warnings: warnings.filter(wanted) }));
}

function widthOf(rows: readonly TimingRow[], direction: Direction): number | null {
  const speed = speedOfCurve(rows, direction);
  if (speed?.interval == null) return null;
  return (speed.interval.high - speed.interval.low) / speed.value;
}

/** Narrower intervals than this are no outliers, whatever the others are. */
const narrow = 0.1;

/** Twice the middle one: what is wider stands out. */
function fenceOf(widths: readonly number[]): number {
  return widths.length === 0 ? narrow : Math.max(narrow, 2 * median(widths));
}

function rangeText(widths: readonly number[]): string {
  const [low, high] = [Math.min(...widths), Math.max(...widths)].map(percent);
  return low === high ? `${low}` : `${low} to ${high}`;
}

function percent(share: number): number {
  return Math.round(100 * share);
}

function harmonic(values: readonly number[]): number {
  return values.length / values.reduce((sum, value) => sum + 1 / value, 0);
}
